import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { type TestContext, test } from "node:test";
import { loadConfig } from "../../modules/config/index.ts";

/** A folder with these files that is gone after the test. */
function folderWith(t: TestContext, files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), "lampstand-config-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
}

async function assertRefused(file: string, message: string): Promise<void> {
  await assert.rejects(loadConfig(file), { name: "ConfigError", message });
}

test("a config's paths are relative to its file and become absolute", async (t) => {
  const folder = folderWith(t, {
    "package.json": '{ "type": "module" }',
    "lampstand.config.ts":
      'const preset: string = "lab";\n' +
      'export default { preset, app: { path: "site", documentRoot: "public" }, database: { init: "sql" } };',
    "site/public/index.php": "",
    "sql/1.sql": "",
  });
  const config = await loadConfig(join(folder, "lampstand.config.ts"));
  assert.equal(config.preset, "lab");
  assert.equal(config.app.path, join(folder, "site"));
  assert.equal(config.app.documentRoot, "public");
  assert.equal(config.database.init, join(folder, "sql"));
});

test("an init that is one file is found as well, and no init stays none", async (t) => {
  const folder = folderWith(t, {
    "with.mjs": 'export default { database: { init: "app/schema.sql" } };',
    "without.mjs": "export default {};",
    "app/schema.sql": "",
  });
  assert.equal((await loadConfig(join(folder, "with.mjs"))).database.init, join(folder, "app/schema.sql"));
  assert.equal((await loadConfig(join(folder, "without.mjs"))).database.init, undefined);
});

test("a config file that isn't there is named", async (t) => {
  const file = join(folderWith(t, {}), "absent.config.ts");
  await assertRefused(
    file,
    `${file}: no such file; allowed: a config file; for example export default defineConfig({})`,
  );
});

test("a config file without a default export is refused", async (t) => {
  const file = join(folderWith(t, { "a.mjs": "export const config = {};" }), "a.mjs");
  await assertRefused(
    file,
    `${file}: no default export; allowed: a config; for example export default defineConfig({})`,
  );
});

test("a config file's mistakes are those of its config", async (t) => {
  const folder = folderWith(t, { "a.mjs": "export default { loadBalancer: { httpPort: 0 } };" });
  await assertRefused(
    join(folder, "a.mjs"),
    "loadBalancer.httpPort: got 0; allowed: a whole number from 1 to 65535; for example 8080",
  );
});

test("an app that isn't there is refused with the place that was looked at", async (t) => {
  const folder = folderWith(t, { "a.mjs": 'export default { app: { path: "site" } };' });
  await assertRefused(
    join(folder, "a.mjs"),
    `app.path: got "site", which is no folder (${folder}/site); ` +
      'allowed: the folder of a PHP site; for example "app"',
  );
});

test("a document root that isn't there is refused with the folders that are", async (t) => {
  const folder = folderWith(t, {
    "a.mjs": 'export default { app: { documentRoot: "web" } };',
    "app/public/index.php": "",
    "app/README": "",
  });
  await assertRefused(
    join(folder, "a.mjs"),
    `app.documentRoot: got "web", which is no folder (${folder}/app/web); ` +
      `allowed: "" or a folder below ${folder}/app (there: public); for example "public"`,
  );
});

test("a document root in an app without folders can only be the app itself", async (t) => {
  const folder = folderWith(t, {
    "a.mjs": 'export default { app: { documentRoot: "public" } };',
    "app/index.php": "",
  });
  await assertRefused(
    join(folder, "a.mjs"),
    `app.documentRoot: got "public", which is no folder (${folder}/app/public); ` +
      `allowed: "" or a folder below ${folder}/app; for example ""`,
  );
});

test("an absent app and a folder without SQL are told at once", async (t) => {
  const folder = folderWith(t, {
    "a.mjs": 'export default { database: { init: "sql" } };',
    "sql/README": "",
  });
  await assertRefused(
    join(folder, "a.mjs"),
    `app.path: got "app", which is no folder (${folder}/app); ` +
      'allowed: the folder of a PHP site; for example "app"\n' +
      `database.init: got "sql", where there is no SQL (${folder}/sql); ` +
      'allowed: the path of a .sql, .sql.gz or .sql.zst file, or of a folder with such files; for example "app/schema.sql"',
  );
});

test("the cloud target's files become absolute too, and names of keys stay names", async (t) => {
  const folder = folderWith(t, {
    "a.mjs":
      'export default { cloud: { certificate: { certificate: "tls/a.crt", privateKey: "tls/a.key" }, ' +
      'sshKeys: ["laptop", "keys/ops.pub"] } };',
    "app/index.php": "",
    "tls/a.crt": "",
    "tls/a.key": "",
    "keys/ops.pub": "",
  });
  const { cloud } = await loadConfig(join(folder, "a.mjs"));
  assert.deepEqual(cloud.certificate, {
    certificate: join(folder, "tls/a.crt"),
    privateKey: join(folder, "tls/a.key"),
    chain: undefined,
  });
  assert.deepEqual(cloud.sshKeys, ["laptop", join(folder, "keys/ops.pub")]);
});

test("files of the cloud target that aren't there are told at once", async (t) => {
  const folder = folderWith(t, {
    "a.mjs":
      'export default { cloud: { certificate: { certificate: "a.crt", privateKey: "a.key", chain: "b.crt" }, ' +
      'sshKeys: ["laptop", "ops.pub"] } };',
    "app/index.php": "",
    "a.crt": "",
  });
  await assertRefused(
    join(folder, "a.mjs"),
    [
      `cloud.certificate.privateKey: got "a.key", which is no file (${folder}/a.key); ` +
        "allowed: the path of a PEM file; correct the path",
      `cloud.certificate.chain: got "b.crt", which is no file (${folder}/b.crt); ` +
        "allowed: the path of a PEM file; correct the path",
      `cloud.sshKeys.1: got "ops.pub", which is no file (${folder}/ops.pub); ` +
        "allowed: a key's name, or the path of a .pub file; correct the path",
    ].join("\n"),
  );
});
