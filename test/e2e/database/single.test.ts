import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { gzipSync } from "node:zlib";
import { type InitLoad, initHash } from "../../../modules/database/index.ts";
import { docker, until } from "../../support/docker.ts";
import { Cluster } from "./cluster.ts";
import { lostWrites, signIn, startWriter } from "./writer.ts";

const one = ["database-1"];
const options = { members: one, memoryMb: 576, database: "app", user: "app" };
const fieldSql = join(import.meta.dirname, "../../database/field-sql");
/** SQL of other servers, each file as it came; one of them compressed. */
const foreign = ["definer", "engines", "keys-later", "no-primary-key", "other-server"].map((name) => {
  const content = readFileSync(join(fieldSql, `${name}.sql`));
  return { path: `${name}.sql`, content: name === "engines" ? gzipSync(content) : content };
});
const table = "CREATE TABLE guestbook (id VARCHAR(36) PRIMARY KEY, message TEXT NOT NULL);\n";
const corrected = {
  ...options,
  database: "app",
  init: [{ path: "schema.sql", content: table }, ...foreign],
};
const broken = {
  ...corrected,
  init: [
    ...corrected.init.slice(0, 1),
    {
      path: "rows.sql",
      content: "INSERT INTO guestbook VALUES ('a', '');\nINSERT INTO nowhere VALUES (1);\n",
    },
  ],
};
const cluster = new Cluster(broken);

after(() => cluster.destroy());

test("a failed init says file, line and MySQL's message, and leaves no database behind", async () => {
  await cluster.start(one);
  await until(
    "the init failed",
    async () => (await cluster.status("database-1"))?.init.state === "failed",
    30_000,
  );
  const status = await cluster.status("database-1");
  assert.match(
    status?.init.state === "failed" ? status.init.message : "",
    /^init failed: 002-rows\.sql: ERROR 1146 .* at line 2: Table 'app\.nowhere' doesn't exist/,
  );
  assert.equal((await cluster.ask("database-1", "/primary"))?.code, 503);
  assert.equal((await cluster.ask("database-1", "/replica"))?.code, 503);
  assert.equal(await cluster.sql("database-1", "SHOW DATABASES LIKE 'app'"), "");
});

test("the next deploy with corrected SQL goes on in the same container", async () => {
  cluster.initialize(corrected.init);
  await cluster.healed(one, 20_000);
  assert.equal(await cluster.sql("database-1", "SELECT COUNT(*) FROM app.guestbook"), "0");
});

test("tables of other servers are there: without a key, of other engines, with definers and zero dates", async () => {
  const sql = (text: string) => cluster.sql("database-1", text);
  assert.equal(
    await sql(
      "SELECT GROUP_CONCAT(DISTINCT engine) FROM information_schema.tables WHERE table_schema = 'app' AND engine IS NOT NULL",
    ),
    "InnoDB",
  );
  assert.equal(await sql("SELECT COUNT(*) FROM app.visit_log"), "2");
  assert.equal(await sql("SELECT updated FROM app.link"), "0000-00-00 00:00:00");
  assert.match(await sql("SHOW CREATE TABLE app.settings"), /PRIMARY KEY \(`id`\)/);
  assert.doesNotMatch(await sql("SHOW CREATE TABLE app.settings"), /my_row_id/);
  await sql("UPDATE app.stock SET n = 5; CALL app.restock(1)");
  assert.equal(await sql("SELECT GROUP_CONCAT(n) FROM app.stock_history"), "5,6");
  assert.equal(await sql("SELECT COUNT(*) FROM app.low_stock"), "0");
  const loaded = await loadOf();
  assert.ok(
    loaded?.notes?.includes("006-other-server.sql: left out: GRANT, REVOKE or FLUSH"),
    `${loaded?.notes}`,
  );
});

test("named time zones are known, and events run", async () => {
  const sql = (text: string) => cluster.sql("database-1", text);
  assert.equal(
    await sql("SELECT CONVERT_TZ('2026-07-01 12:00:00', 'UTC', 'Europe/Berlin')"),
    "2026-07-01 14:00:00",
  );
  await sql(
    "CREATE EVENT app.tick ON SCHEDULE EVERY 1 SECOND DO INSERT INTO app.visit_log (page) VALUES ('tick')",
  );
  await until(
    "an event ran",
    async () => (await sql("SELECT COUNT(*) > 2 FROM app.visit_log")) === "1",
    10_000,
  );
  await sql("DROP EVENT app.tick");
});

test("SQL that is changed after the load is neither loaded nor taken for what was", async () => {
  const loaded = await loadOf();
  assert.equal(loaded?.hash, initHash(corrected.init));
  assert.ok(Math.abs(Date.parse(loaded?.loadedAt ?? "") - Date.now()) < 120_000, loaded?.loadedAt);
  cluster.initialize(broken.init);
  await cluster.container("database-1").restart();
  await cluster.healed(one, 20_000);
  assert.deepEqual(await loadOf(), loaded);
  assert.equal(await cluster.sql("database-1", "SELECT COUNT(*) FROM app.guestbook"), "0");
});

async function loadOf(): Promise<InitLoad | undefined> {
  const status = await cluster.status("database-1");
  return status?.init.state === "done" ? status.init.load : undefined;
}

test("a single member that crashes is writable again by itself, without a lost write", async () => {
  const writer = startWriter(cluster, one);
  await until("a hundred writes", () => writer.count() > 100);
  await cluster.crash("database-1");
  const { acknowledged, longestGapMs } = await writer.stop();
  assert.ok(longestGapMs < 10_000, `no write for ${longestGapMs} ms`);
  assert.deepEqual(await lostWrites(cluster, "database-1", acknowledged), []);
});

test("a changed app-password file is taken over when the member starts again", async () => {
  writeFileSync(
    join(String(cluster.secrets.memberFolders["database-1"]), "app-password"),
    "another one \\ ' \"",
  );
  await cluster.container("database-1").restart();
  await cluster.healed(one, 20_000);
  await until("the new password is good", async () => {
    try {
      (await signIn(cluster, "database-1")).destroy();
      return true;
    } catch {
      return false;
    }
  });
});

test("a member does not start mysqld on data of another series, and leaves them as they are", async () => {
  const name = cluster.containerOf("database-1");
  const { Image: image } = await cluster.container("database-1").inspect();
  const history = "/var/lib/mysql/data/mysql_upgrade_history";
  const claim = (from: string, to: string) => ["-i", `s/"version":"${from}/"version":"${to}/`, history];
  await docker("exec", "--user", "mysql", name, "sed", ...claim("9[.]7[.]", "10.1."));
  await cluster.container("database-1").restart();
  await until("it is refused", async () =>
    (await cluster.logs("database-1")).includes("can't start: the data of this member are of MySQL 10.1."),
  );
  assert.equal(await cluster.status("database-1"), undefined);
  const volume = ["--volume", `${name}:/var/lib/mysql`, "--user", "mysql", "--entrypoint", "sed"];
  await docker("run", "--rm", ...volume, image, ...claim("10[.]1[.]", "9.7."));
  await cluster.healed(one, 30_000);
});
