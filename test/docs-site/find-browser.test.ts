import assert from "node:assert/strict";
import { test } from "node:test";
import { findBrowser } from "../../docs-site/integration/diagrams/find-browser.ts";

function found(files: readonly string[], chromePath?: string): string | undefined {
  return findBrowser({
    chromePath,
    searchPath: "/usr/local/bin:/usr/bin",
    exists: (file) => files.includes(file),
  });
}

test("CHROME_PATH goes before every browser on the PATH", () => {
  assert.equal(found(["/opt/chrome", "/usr/bin/chromium"], "/opt/chrome"), "/opt/chrome");
});

test("a CHROME_PATH that isn't there doesn't hide the others", () => {
  assert.equal(found(["/usr/bin/chromium"], "/opt/chrome"), "/usr/bin/chromium");
});

test("Chromium, Chrome and Edge are found on the PATH, in that order", () => {
  const all = ["/usr/bin/microsoft-edge", "/usr/bin/google-chrome", "/usr/bin/chromium"];
  assert.equal(found(all), "/usr/bin/chromium");
  assert.equal(found(all.slice(0, 2)), "/usr/bin/google-chrome");
  assert.equal(found(all.slice(0, 1)), "/usr/bin/microsoft-edge");
});

test("macOS keeps them as applications", () => {
  const chrome = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
  assert.equal(found([chrome]), chrome);
});

test("a machine without one has none", () => {
  assert.equal(found([]), undefined);
});
