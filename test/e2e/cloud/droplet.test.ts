import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { type DropletOptions, webNodeDefaults, webNodeUserData } from "../../../modules/web-node/index.ts";
import { until } from "../../support/docker.ts";
import { ask } from "../web-node/web.ts";
import { Account } from "./droplet-machine.ts";

const account = new Account();
const pages = {
  "plain.txt": "plain",
  "index.php": `<?php header("Content-Type: text/plain"); echo "one\\r\\n";`,
  "slow.php": `<?php sleep(3); echo "slow";`,
  "who.php": `<?php echo json_encode([
    "user" => posix_getpwuid(posix_geteuid())["name"],
    "root" => @file_get_contents("/etc/lampstand/secrets/db-password"),
    "copy" => file_get_contents(getenv("DB_PASSWORD_FILE")),
    "theme" => getenv("THEME"),
  ]);`,
  "local.php": `<?php $pdo = new PDO("mysql:host=localhost;dbname=app", getenv("DB_USER"), file_get_contents(getenv("DB_PASSWORD_FILE")));
    echo $pdo->query("SELECT COUNT(*) FROM once")->fetchColumn();`,
  "rows.php": `<?php $pdo = new PDO("mysql:host=" . getenv("DB_HOST") . ";port=" . getenv("DB_PORT") . ";dbname=app",
    getenv("DB_USER"), file_get_contents(getenv("DB_PASSWORD_FILE")), [Pdo\\Mysql::ATTR_SSL_CA => getenv("DB_CA_FILE")]);
    echo $pdo->query("SELECT COUNT(*) FROM once")->fetchColumn();`,
  "uploads/evil.php": "<?php echo 'run';",
};
/** Loaded twice, it would fail. */
const once = "CREATE TABLE once (id INT PRIMARY KEY);\nINSERT INTO once VALUES (1);\n";

function droplet(init: string): DropletOptions {
  const { webFolder } = account.secrets;
  return {
    node: { ...webNodeDefaults, writableFolders: ["uploads"], environment: { THEME: "it's $5" } },
    app: { kind: "inlined", files: Object.entries(pages).map(([path, content]) => ({ path, content })) },
    database: {
      ...{
        host: "database-1",
        port: "3306",
        readHost: "database-1",
        readPort: "3306",
        name: "app",
        user: "app",
      },
      password: readFileSync(join(webFolder, "db-password"), "utf8"),
      caCertificate: readFileSync(join(webFolder, "ca.crt"), "utf8"),
    },
    init: [{ path: "schema.sql", content: init }],
    siteTime: "2026-11-27T06:00:00Z",
    swapMb: 0,
  };
}

const hosts = ["shop-web-1", "shop-web-2"] as const;
let addresses: readonly string[] = [];

before(async () => {
  await account.startDatabase();
  const userData = webNodeUserData(droplet(once));
  await Promise.all(hosts.map((host, index) => account.boot(host, 1000 + index, userData)));
  addresses = await Promise.all(hosts.map((host) => account.addressOf(host)));
});
after(() => account.remove());

const status = async (address: string | undefined, path: string) =>
  (await ask(String(address), path).catch(() => undefined))?.status;

test("two droplets that boot together from the same user data become ready, with the database set up once", async () => {
  for (const [index, address] of addresses.entries()) {
    try {
      await until("it is ready", async () => (await status(address, "/readyz")) === 200, 240_000);
    } catch (error) {
      const log = await account.run(
        String(hosts[index]),
        "tail -40 /var/log/cloud-init-output.log; systemctl status --no-pager apache2 lampstand-database lampstand-database-socket",
      );
      throw new Error(log.output, { cause: error });
    }
  }
  assert.equal(await account.rows("SELECT COUNT(*) FROM app.once"), "1");
  assert.equal(await account.rows("SELECT state FROM app.lampstand_setup"), "done");
  assert.equal(await account.rows("SELECT COUNT(*) FROM app.lampstand_sessions"), "0");
  for (const address of addresses)
    for (const page of ["/rows.php", "/local.php"]) assert.equal((await ask(address, page)).body, "1");
});

test("each droplet answers under a name of its own, which ends with its id", async () => {
  const names = await Promise.all(
    addresses.map(async (address) => (await ask(address, "/")).headers["x-served-by"]),
  );
  assert.deepEqual(names, ["shop-web-1-1000", "shop-web-2-1001"]);
});

test("both droplets give a file the date and the validator that the site has", async () => {
  const answers = await Promise.all(addresses.map((address) => ask(address, "/plain.txt")));
  const [first, second] = answers.map(({ headers }) => [headers["last-modified"], headers.etag]);
  assert.equal(first?.[0], "Fri, 27 Nov 2026 06:00:00 GMT");
  assert.deepEqual(second, first);
});

test("PHP reads copies of the secrets and never the files themselves; pages arrive as they are", async () => {
  const [address = ""] = addresses;
  const who = JSON.parse((await ask(address, "/who.php")).body);
  const password = readFileSync(join(account.secrets.webFolder, "db-password"), "utf8");
  assert.deepEqual(who, { user: "www-data", root: false, copy: password, theme: "it's $5" });
  assert.equal((await ask(address, "/")).body, "one\r\n");
  assert.equal((await ask(address, "/uploads/evil.php")).status, 403);
  const modes = await account.run(
    hosts[0],
    "stat -c '%a %U' /etc/lampstand/secrets/* /etc/lampstand/database",
  );
  assert.equal(modes.output, "600 root\n".repeat(3));
});

test("a health check without a Host header, as a balancer sends it, is answered", async () => {
  const { output } = await account.run(
    hosts[0],
    `bash -c "exec 3<>/dev/tcp/127.0.0.1/8080; printf 'GET /healthz HTTP/1.0\\r\\n\\r\\n' >&3; head -1 <&3"`,
  );
  assert.match(output, /^HTTP\/1\.[01] 200 /);
});

test("a droplet that stops announces it first, keeps serving meanwhile, and finishes what is in flight", async () => {
  const [address = ""] = addresses;
  const stopped = account.run(hosts[0], "systemctl stop apache2");
  await until("it is draining", async () => (await status(address, "/healthz")) === 404);
  assert.equal(await status(address, "/"), 200);
  const startedAt = performance.now();
  let last = startedAt;
  while ((await status(address, "/")) === 200) {
    last = performance.now();
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.ok(last - startedAt > 5_000, `requests were refused after ${Math.round(last - startedAt)} ms`);
  assert.equal((await stopped).code, 0);
  await account.run(hosts[0], "systemctl start apache2");
  assert.equal(await status(address, "/healthz"), 200);
  const slow = ask(address, "/slow.php");
  await new Promise((resolve) => setTimeout(resolve, 500));
  await account.run(hosts[0], "systemctl kill --kill-whom=main --signal=SIGWINCH apache2");
  assert.equal((await slow).body, "slow");
});

/** Runs the set-up on a droplet by hand, `copies` of it at once, with one SQL file. */
async function setUp(sql: string, copies = 1): Promise<{ readonly code: number; readonly output: string }[]> {
  await account.run(hosts[1], `mkdir -p /root/init && cat >/root/init/001-schema.sql <<'EOF'\n${sql}EOF`);
  const command =
    ". /usr/share/lampstand/environment.sh; pending=$(mktemp); " +
    "php8.4 /usr/share/lampstand/php/set-up-database.php /root/init $pending";
  return Promise.all(Array.from({ length: copies }, () => account.run(hosts[1], command)));
}

const outputOf = async (sql: string) => (await setUp(sql)).map(({ output }) => output).join("");
const newDatabase = "DROP DATABASE app; CREATE DATABASE app;";
const broken = `${once}INSERT INTO nowhere VALUES (1);\n`;
const itsError = "001-schema.sql: ERROR 1146 (42S02) at line 3: Table 'app.nowhere' doesn't exist";
const refused =
  "Nothing is loaded and nothing is dropped: something else may have written to the database app since. " +
  "If its contents can go, drop and create that database; if they are to stay, complete them and run: " +
  "UPDATE `app`.lampstand_setup SET state = 'done'. Each web node looks again every 10 s.\n";

test("of eight set-ups at once one loads the SQL", async () => {
  await account.rows(newDatabase);
  const results = await setUp(once, 8);
  assert.deepEqual(results.map(({ code, output }) => `${code} ${output}`).sort(), [
    ...Array(7).fill("0 The database is set up already.\n"),
    "0 The new database is set up; SQL files loaded: 1.\n",
  ]);
});

test("SQL with an error fails with MySQL's words, is not loaded again, and is loaded from the start once it is fixed", async () => {
  await account.rows(newDatabase);
  const failure =
    `The database could not be set up: ${itsError}. Fix the SQL of database.init and deploy again: new web nodes load ` +
    "it from the start. The same SQL is not loaded again, unless the database is dropped and created.\n";
  assert.equal(await outputOf(broken), failure);
  assert.equal(await account.rows("SELECT state, message FROM app.lampstand_setup"), `failed\t${itsError}`);
  const made = "SELECT create_time FROM information_schema.tables WHERE table_name = 'once'";
  const madeAt = await account.rows(made);
  await new Promise((resolve) => setTimeout(resolve, 1_100));
  assert.equal(await outputOf(broken), failure);
  assert.equal(await account.rows(made), madeAt);
  assert.equal(await outputOf(once), "The new database is set up; SQL files loaded: 1.\n");
});

test("what something else has written after a failed load is kept, and the message names both ways on", async () => {
  await account.rows(newDatabase);
  await setUp(broken);
  await account.rows("INSERT INTO app.once VALUES (2)");
  assert.equal(await outputOf(once), `The database could not be set up: ${itsError}. ${refused}`);
  assert.equal(await account.rows("SELECT COUNT(*) FROM app.once"), "2");
  await account.rows("UPDATE app.lampstand_setup SET state = 'done'");
  assert.equal(await outputOf(once), "The database is set up already.\n");
  assert.equal(await account.rows("SELECT COUNT(*) FROM app.once"), "2");
});

test("the mark of an earlier version, which let visitors in during the load, drops nothing", async () => {
  await account.rows(
    `${newDatabase} CREATE TABLE app.once (id INT PRIMARY KEY); CREATE TABLE app.lampstand_setup (id TINYINT UNSIGNED
     NOT NULL PRIMARY KEY, state VARCHAR(10) NOT NULL); INSERT INTO app.lampstand_setup VALUES (1, 'started')`,
  );
  assert.equal(
    await outputOf(once),
    `The database could not be set up: a web node stopped before the SQL was loaded. ${refused}`,
  );
  assert.equal(await account.rows("SHOW TABLES FROM app LIKE 'once'"), "once");
  await account.rows("UPDATE app.lampstand_setup SET state = 'done'");
  assert.equal(await outputOf(once), "The database is set up already.\n");
});

test("after a load that was cut off, tables that were changed later than the load was last alive are kept", async () => {
  await account.rows(newDatabase);
  await setUp(once);
  await account.rows(
    "UPDATE app.lampstand_setup SET state = 'loading', seen_at = UTC_TIMESTAMP() - INTERVAL 20 SECOND",
  );
  assert.equal(
    await outputOf(once),
    `The database could not be set up: a web node stopped before the SQL was loaded. ${refused}`,
  );
  assert.equal(await account.rows("SHOW TABLES FROM app LIKE 'once'"), "once");
});

test("a database that has tables already is left as it is", async () => {
  await account.rows(`${newDatabase} CREATE TABLE app.theirs (id INT PRIMARY KEY)`);
  assert.equal(await outputOf(once), "The database has tables already: nothing is loaded.\n");
  assert.equal(await account.rows("SHOW TABLES FROM app LIKE 'once'"), "");
});

/** Starts the set-up of a droplet's own unit again, with this SQL in the place of its user data's. */
async function firstBoot(host: string, sql: string): Promise<void> {
  await account.run(
    host,
    `cat >/var/lib/lampstand/init/001-schema.sql <<'EOF'\n${sql}EOF
     touch /var/lib/lampstand/schema-pending; systemctl restart --no-block lampstand-database`,
  );
}

test("a droplet joins the balancer only when the database is set up, and reports why it is not", async () => {
  await account.rows(newDatabase);
  await Promise.all(hosts.map((host) => firstBoot(host, broken)));
  for (const address of addresses) {
    const answer = async () => (await ask(address, "/readyz").catch(() => undefined))?.body ?? "";
    const isReported = async () => (await answer()).includes('"problem":"001-schema.sql: ERROR 1146 ');
    await until("it says why", isReported, 30_000);
    assert.deepEqual(
      await Promise.all(["/healthz", "/readyz"].map((path) => status(address, path))),
      [503, 503],
    );
  }
  await firstBoot(hosts[0], once);
  for (const address of addresses)
    await until("it has joined", async () => (await status(address, "/healthz")) === 200, 30_000);
  assert.equal(await account.rows("SELECT COUNT(*) FROM app.once"), "1");
  await account.rows("SET PERSIST offline_mode = ON");
  for (const address of addresses) assert.equal(await status(address, "/healthz"), 200);
  await account.rows("SET PERSIST offline_mode = OFF");
});

test("when a droplet goes off in the middle of the load, another one loads the SQL from the start", async () => {
  await account.rows(newDatabase);
  await firstBoot(hosts[0], `${once}DO SLEEP(300);\n`);
  await until(
    "it loads",
    async () => (await account.rows("SHOW TABLES FROM app LIKE 'once'")) === "once",
    30_000,
  );
  await firstBoot(hosts[1], once);
  await account.turnOff(hosts[0]);
  const [, address] = addresses;
  await until("the other has joined", async () => (await status(address, "/healthz")) === 200, 90_000);
  assert.equal(await account.rows("SELECT COUNT(*) FROM app.once"), "1");
});
