import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { stageSiteSecrets } from "../../modules/secrets/index.ts";

test("the site's secrets are kept as they are named now, and their version changes with each of them", (t) => {
  const folder = mkdtempSync(join(tmpdir(), "lampstand-site-secrets-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  writeFileSync(join(folder, "db-password"), "password");
  const place = (name: string, text: string) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const one = place("one", "1");
  const two = place("two", "2");
  const stage = (files: Record<string, string>) => stageSiteSecrets(folder, files, "owner");
  const version = stage({ ONE: one, TWO: two });
  assert.match(version ?? "", /^[0-9a-f]{16}$/);
  assert.deepEqual(readdirSync(join(folder, "site")).sort(), ["ONE", "TWO"]);
  assert.equal(readFileSync(join(folder, "site/TWO"), "utf8"), "2");
  assert.equal(statSync(join(folder, "site/TWO")).mode & 0o777, 0o600);
  assert.equal(stage({ TWO: two, ONE: one }), version);
  place("two", "3");
  const changed = stage({ ONE: one, TWO: two });
  assert.notEqual(changed, version);
  assert.notEqual(stage({ ONE: one }), changed);
  assert.deepEqual(readdirSync(join(folder, "site")), ["ONE"]);
  assert.equal(stage({}), undefined);
  assert.ok(!readdirSync(folder).includes("site"));
});
