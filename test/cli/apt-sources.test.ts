import assert from "node:assert/strict";
import { test } from "node:test";
import { findDebianMirror } from "../../cli/setup/index.ts";

const otherVendor = "deb [arch=amd64] https://packages.example.com/linux/debian bookworm stable";

test("the mirror in one-line sources is found, and another vendor's archive is not taken for it", () => {
  const own =
    "# deb http://old.example.org/debian bookworm main\ndeb [signed-by=/k.gpg] http://mirror.example.org/debian bookworm main contrib";
  assert.equal(findDebianMirror([otherVendor, own], "bookworm"), "http://mirror.example.org/debian");
});

test("the mirror in deb822 sources is found, past security updates and what is switched off", () => {
  const stanzas = `Types: deb
URIs: http://off.example.org/debian
Suites: bookworm
Components: main
Enabled: no

Types: deb
URIs: http://mirror.example.org/debian-security
Suites: bookworm-security
Components: main

Types: deb
# a remark
URIs: http://mirror.example.org/debian/
Suites: bookworm bookworm-updates
Components: main
`;
  assert.equal(findDebianMirror([stanzas], "bookworm"), "http://mirror.example.org/debian/");
});

test("no mirror is named where the sources are not Debian's", () => {
  assert.equal(
    findDebianMirror([otherVendor, "deb http://archive.example.org/ubuntu noble main"], "noble"),
    undefined,
  );
});
