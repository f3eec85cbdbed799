import assert from "node:assert/strict";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import {
  databaseImage,
  databaseNeeds,
  groupPlace,
  renderMyCnf,
  stageInit,
} from "../../modules/database/index.ts";
import { packageClosure } from "../../modules/database/package-closure.ts";
import { fileBytes, recipeHash } from "../../modules/image/index.ts";

const options = {
  members: ["database-1", "database-2", "database-3"],
  memoryMb: 640,
  database: "app",
  user: "app",
};

function setting(text: string, name: string): string | undefined {
  return new RegExp(`^${name} = (.*)$`, "m").exec(text)?.[1];
}

test("one image serves any number of members", () => {
  const single = databaseImage({ ...options, members: ["database-1"] });
  assert.equal(recipeHash(databaseImage(options)), recipeHash(single));
});

test("the agent is in the image as JavaScript, with all modules that it imports", () => {
  const { files } = databaseImage(options);
  const paths = new Set(files.map((file) => file.path));
  const modules = files.filter((file) => file.path.startsWith("agent/") && file.path.endsWith(".js"));
  assert.ok(modules.length > 10);
  for (const file of modules) {
    const text = Buffer.from(fileBytes(file)).toString();
    assert.doesNotMatch(text, /\.ts"/);
    for (const [, imported = ""] of text.matchAll(/from "(\.{1,2}\/[^"]+)"/g))
      assert.ok(paths.has(join(dirname(file.path), imported)), `${file.path}: ${imported}`);
    for (const [, imported] of text.matchAll(/from "([a-z][^":]*)"/g))
      assert.ok(
        paths.has(`node_modules/${imported}/package.json`) || imported === "mysql2/promise",
        imported,
      );
  }
});

test("init files keep their order and can be told apart by name", () => {
  const init = ["b/data.sql", "a/data.sql", "dump"].map((path) => ({ path, content: "SELECT 1;" }));
  const group = mkdtempSync(join(tmpdir(), "lampstand-group-"));
  try {
    const hash = stageInit(init, group);
    const folder = join(group, groupPlace.initFiles);
    assert.deepEqual(readdirSync(join(folder, hash)), ["001-data.sql", "002-data.sql", "003-dump.sql"]);
    assert.equal(existsSync(join(group, groupPlace.init)), false, "a deploy names it, not a synth");
    // What the last deploy named stays until another one is named.
    writeFileSync(join(group, groupPlace.init), `${hash}\n`);
    const others = [stageInit([], group), stageInit(init.slice(1), group)];
    assert.deepEqual(readdirSync(folder).sort(), [hash, others[1]].sort());
  } finally {
    rmSync(group, { recursive: true });
  }
});

test("the Dockerfile names no mirror and starts from Debian 13", () => {
  const { dockerfile } = databaseImage(options);
  assert.match(dockerfile, /^FROM debian:13\n/);
  assert.doesNotMatch(dockerfile, /https?:|debian\.org/);
});

test("the smallest member gets the measured settings, and more memory goes to the buffer pool first", () => {
  const small = renderMyCnf({ memoryMb: 576, connections: 60 });
  assert.equal(setting(small, "innodb_buffer_pool_size"), "32M");
  assert.equal(setting(small, "innodb_redo_log_capacity"), "16M");
  assert.equal(setting(small, "max_connections"), "60");
  assert.equal(
    setting(renderMyCnf({ memoryMb: 2_048, connections: 60 }), "innodb_buffer_pool_size"),
    "1136M",
  );
});

test("an ordinary schema is taken, a strict one is not, and the site's settings come last", () => {
  const ordinary = renderMyCnf({ memoryMb: 640, connections: 60 });
  assert.equal(setting(ordinary, "sql_generate_invisible_primary_key"), "ON");
  assert.doesNotMatch(ordinary, /NO_ENGINE_SUBSTITUTION|sql_require_primary_key/);
  const strict = renderMyCnf({ memoryMb: 640, connections: 60, strict: true });
  assert.equal(setting(strict, "sql_require_primary_key"), "ON");
  assert.doesNotMatch(strict, /invisible|sql_mode/);
  const own = renderMyCnf({
    memoryMb: 640,
    connections: 60,
    settings: { max_allowed_packet: "64M", innodb_print_all_deadlocks: true, sql_mode: "" },
  });
  assert.ok(
    own.endsWith("max_allowed_packet = '64M'\ninnodb_print_all_deadlocks = ON\nsql_mode = ''\n"),
    own,
  );
});

test("an acknowledged write is on disk, the group opens a member for writes, and a bootstrap is never persisted", () => {
  const text = renderMyCnf({ memoryMb: 640, connections: 100 });
  assert.equal(setting(text, "sync_binlog"), "1");
  assert.equal(setting(text, "innodb_flush_log_at_trx_commit"), "1");
  assert.equal(setting(text, "relay_log_recovery"), "OFF");
  assert.equal(setting(text, "super_read_only"), "ON");
  assert.equal(setting(text, "group_replication_start_on_boot"), "OFF");
  assert.equal(setting(text, "group_replication_bootstrap_group"), undefined);
});

test("nothing that a container is given holds a secret or a member's name", () => {
  const { environment } = databaseNeeds(options);
  assert.deepEqual(Object.keys(environment).sort(), ["DB_NAME", "DB_USER"]);
});

test("options that no member can work with are refused with what is allowed", () => {
  assert.throws(() => databaseImage({ ...options, memoryMb: 256 }), /256 MiB .* at least 576/);
  assert.throws(() => databaseNeeds({ ...options, members: [] }), /1 to 9/);
  assert.throws(() => databaseNeeds({ ...options, members: ["primary"] }), /"primary".*database-1/);
  assert.throws(() => databaseImage({ ...options, connections: 1 }), /10 to 10000/);
});

test("a package's dependencies are found beside it, above it and below it", () => {
  const root = mkdtempSync(join(tmpdir(), "lampstand-closure-"));
  try {
    const install = (path: string, manifest: object) => {
      const file = join(root, "node_modules", path, "package.json");
      mkdirSync(dirname(file), { recursive: true });
      writeFileSync(file, JSON.stringify(manifest));
    };
    install("stack/node_modules/driver", { version: "1.0.0", dependencies: { hoisted: "*", nested: "*" } });
    install("stack/node_modules/driver/node_modules/nested", {
      version: "2.0.0",
      dependencies: { hoisted: "*" },
    });
    install("hoisted", { version: "3.0.0" });
    const found = packageClosure("driver", join(root, "node_modules/stack/index.js"));
    assert.deepEqual(
      found.map(({ name, version }) => `${name}@${version}`),
      ["driver@1.0.0", "hoisted@3.0.0", "nested@2.0.0"],
    );
    install("stack/node_modules/driver/node_modules/nested/node_modules/hoisted", { version: "4.0.0" });
    assert.throws(
      () => packageClosure("driver", join(root, "node_modules/stack/index.js")),
      /3\.0\.0 and as 4\.0\.0|4\.0\.0 and as 3\.0\.0/,
    );
    assert.throws(() => packageClosure("absent", join(root, "index.js")), /absent is not installed/);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});

test("a linked package's dependencies are found beside its real folder", () => {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "lampstand-closure-")));
  try {
    const store = join(root, "store/driver/node_modules");
    for (const name of ["driver", "codec"]) mkdirSync(join(store, name), { recursive: true });
    writeFileSync(
      join(store, "driver/package.json"),
      '{ "version": "1.0.0", "dependencies": { "codec": "*" } }',
    );
    writeFileSync(join(store, "codec/package.json"), '{ "version": "2.0.0" }');
    mkdirSync(join(root, "node_modules"));
    symlinkSync(join(store, "driver"), join(root, "node_modules/driver"));
    assert.deepEqual(packageClosure("driver", join(root, "index.js")), [
      { name: "codec", version: "2.0.0", path: join(store, "codec") },
      { name: "driver", version: "1.0.0", path: join(store, "driver") },
    ]);
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
});
