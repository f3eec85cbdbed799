import assert from "node:assert/strict";
import { test } from "node:test";
import { assertWebNodeOptions, WebNodeOptionsError, webNodeProblems } from "../../modules/web-node/index.ts";
import { optionsWith } from "./options.ts";

test("a document root without a file in it is reported", () => {
  assert.deepEqual(webNodeProblems(optionsWith()), []);
  assert.deepEqual(webNodeProblems(optionsWith({ documentRoot: "public" })), [
    {
      path: ["documentRoot"],
      message: '"public" given, but the app has no file there; name the folder that holds index.php',
    },
  ]);
});

test("a document root may be a link, or below one", () => {
  for (const path of ["public", "public/web"])
    assert.deepEqual(
      webNodeProblems(optionsWith({ documentRoot: "public/web", appFiles: [{ path, link: "x" }] })),
      [],
    );
});

test("the renderers refuse files outside the app and a missing document root, all at once", () => {
  const appFiles = [{ path: "../index.php", content: "" }];
  assert.throws(
    () => assertWebNodeOptions(optionsWith({ appFiles, documentRoot: "nowhere" })),
    (error) => error instanceof WebNodeOptionsError && error.message.split("\n").length === 2,
  );
});
