import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type WebNodeOptions,
  WebNodeOptionsError,
  webNodeImage,
  webNodeProblems,
} from "../../modules/web-node/index.ts";
import { optionsWith } from "./options.ts";

function messages(changes: Partial<WebNodeOptions>): readonly string[] {
  return webNodeProblems(optionsWith(changes)).map(({ path, message }) => `${path.join(".")}: ${message}`);
}

test("good options have no problem", () => {
  assert.deepEqual(
    messages({
      appFiles: [{ path: "public/index.php", content: "" }],
      documentRoot: "public",
      phpExtensions: ["gd", "pdo_sqlite", "json"],
      phpIni: { "opcache.jit": "off", memory_limit: "256M" },
      environment: { APP_ENV: "testing", app_theme: "" },
      extraPackages: ["imagemagick", "libreoffice-common"],
      writableFolders: ["uploads", "public/files"],
      trustedProxies: ["10.1.2.3", "fd00::/8"],
    }),
    [],
  );
});

test("a document root without a file in it is told", () => {
  assert.deepEqual(messages({ documentRoot: "public" }), [
    'documentRoot: "public" given, but the app has no file there; name the folder that holds index.php',
  ]);
});

test("a path that leads out of the app, or could end a line of a configuration, is refused", () => {
  for (const folder of ["../etc", "/etc", "a//b", "a/.hidden", "a b", "a\nb", 'a"b', "", ".", `\${HOME}`])
    assert.match(messages({ writableFolders: [folder] }).join(), /^writableFolders\.0: .* given; /, folder);
});

test("a writable folder around the document root is refused, since no PHP runs from it", () => {
  const appFiles = [{ path: "web/public/index.php", content: "" }];
  for (const folder of ["web", "web/public"])
    assert.match(
      messages({ appFiles, documentRoot: "web/public", writableFolders: [folder] }).join(),
      /holds the document root/,
    );
});

test("what is no name of an extension or a package never reaches a shell", () => {
  for (const name of ["gd; reboot", "GD", "php8.4-gd", "-gd", "", "$(id)"]) {
    assert.match(messages({ phpExtensions: [name] }).join(), /^phpExtensions\.0: /, name);
  }
  for (const name of ["a b", "Imagick", "-y", "a;b", "", "$(id)"]) {
    assert.match(messages({ extraPackages: [name] }).join(), /^extraPackages\.0: /, name);
  }
});

test("php.ini settings that the node needs for itself are refused with the reason", () => {
  assert.deepEqual(messages({ phpIni: { auto_prepend_file: "x.php" } }), [
    "phpIni.auto_prepend_file: can't be set here: the node uses it for sessions that every web node shares; require your file from the app",
  ]);
  assert.match(messages({ phpIni: { "a=b\nc": 1 } }).join(), /name of a php.ini setting/);
  assert.match(messages({ phpIni: { precision: Number.NaN } }).join(), /NaN given; a finite number/);
});

test("environment variables of the stack, of Apache or of the system are refused", () => {
  for (const name of ["DB_HOST", "NODE_NAME", "LAMPSTAND_X", "PATH", "HTTP_PROXY", "LD_PRELOAD", "BASH_ENV"])
    assert.match(messages({ environment: { [name]: "x" } }).join(), /is set by the node or the system/, name);
  for (const name of ["A B", "1A", "A=B", ""])
    assert.match(messages({ environment: { [name]: "x" } }).join(), /letters, digits and _/, name);
});

test("a trusted proxy is an address or a network", () => {
  for (const proxy of ["10.0.0.0/33", "::/129", "example.org", "10.0.0.0/8/8", "10.0.0.0/", "' || true || '"])
    assert.match(messages({ trustedProxies: [proxy] }).join(), /^trustedProxies\.0: .* CIDR/, proxy);
});

test("request workers are a whole number from 1 to 512", () => {
  for (const count of [0, 513, 1.5, Number.NaN])
    assert.match(messages({ maxRequestWorkers: count }).join(), /a whole number from 1 to 512/);
});

test("the renderers refuse bad options and name every problem at once", () => {
  assert.throws(
    () => webNodeImage(optionsWith({ documentRoot: "nowhere", maxRequestWorkers: 0 })),
    (error) => error instanceof WebNodeOptionsError && error.message.split("\n").length === 2,
  );
});
