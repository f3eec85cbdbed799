import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { createConnection } from "mysql2/promise";
import { databaseNeeds, MYSQL_PORT } from "../../../modules/database/index.ts";
import { until } from "../../support/docker.ts";
import { newId } from "./cluster.ts";
import { breakIt, cluster, options, three } from "./three-members.ts";
import { signIn } from "./writer.ts";

before(() => cluster.start(three, options));
after(() => cluster.destroy());

test("three fresh members form one group by themselves, with the init SQL loaded once", async () => {
  await cluster.healed(three, 40_000);
  for (const node of three) {
    await until(
      `${node} has the rows`,
      async () => (await cluster.sql(node, "SELECT HEX(message) FROM app.guestbook")) === "73747261C39F65",
    );
    assert.match(await cluster.sql(node, "SHOW TABLES FROM app"), /lampstand_sessions/);
  }
});

test("the app's user needs TLS and reaches nothing but its own database", async () => {
  const node = await cluster.healed(three, 20_000);
  const host = await cluster.addressOf(node);
  const password = readFileSync(join(String(cluster.secrets.memberFolders[node]), "app-password"), "utf8");
  await assert.rejects(createConnection({ host: String(host), port: MYSQL_PORT, user: "app", password }));
  await assert.rejects(
    createConnection({ host: String(host), user: "root", ssl: { rejectUnauthorized: false } }),
  );

  const connection = await signIn(cluster, node);
  try {
    await connection.query("CREATE TABLE mine (id INT PRIMARY KEY)");
    await connection.query("DROP TABLE mine");
    await connection.query("CREATE TABLE keyless (id INT)");
    const [created] = await connection.query("SHOW CREATE TABLE keyless");
    assert.match(JSON.stringify(created), /PRIMARY KEY \(`my_row_id`\)/);
    await connection.query("DROP TABLE keyless");
    await assert.rejects(connection.query("SELECT * FROM lampstand_internal.formation"), /denied/);
    await assert.rejects(connection.query("SELECT * FROM mysql.user"), /denied/);
    await assert.rejects(connection.query("SET GLOBAL super_read_only = ON"), /denied/);
    await assert.rejects(connection.query("GRANT SELECT ON app.* TO app"), /denied/);
  } finally {
    connection.destroy();
  }
});

test("a secondary takes no writes, and only the primary reports that it does", async () => {
  const primary = await cluster.healed(three, 20_000);
  for (const node of three.filter((each) => each !== primary)) {
    assert.equal((await cluster.ask(node, "/primary"))?.code, 503);
    assert.equal((await cluster.ask(node, "/replica"))?.code, 200);
    const connection = await signIn(cluster, node);
    await assert.rejects(connection.query("DELETE FROM guestbook"), /read-only/);
    connection.destroy();
  }
});

test("passwords are in no log, no process list and no binary log", async () => {
  for (const node of three)
    for (const name of ["app-password", "replication-password"]) {
      const secret = readFileSync(join(String(cluster.secrets.memberFolders[node]), name), "utf8");
      assert.ok(!(await cluster.logs(node)).includes(secret));
      const file = `/run/lampstand/secrets/${name}`;
      const places = `/proc/[0-9]*/cmdline /proc/[0-9]*/environ /var/lib/mysql/data/binlog.* ${file}`;
      const found = await cluster.exec(node, ["bash", "-c", `grep -alF -f ${file} ${places} 2> /dev/null`]);
      // The secret's own file shows that grep finds it where it is.
      assert.equal(found, file);
    }
});

test("statements of clients are counted, the agent's own are not", async () => {
  const primary = await cluster.healed(three, 20_000);
  const total = async () => (await cluster.status(primary))?.statementsTotal ?? Number.NaN;
  const idle = () => new Promise((resolve) => setTimeout(resolve, 2_500));
  await idle();
  const before = await total();
  await idle();
  assert.equal(await total(), before);
  const connection = await signIn(cluster, primary);
  for (let n = 0; n < 100; n += 1)
    await connection.query("INSERT INTO guestbook VALUES (?, 'counted')", [newId()]);
  connection.destroy();
  await idle();
  assert.equal((await total()) - before, 100);
  assert.match((await cluster.ask(primary, "/metrics"))?.body ?? "", /^lampstand_database_primary 1$/m);
});

test("the primary crashes: writes continue within 8 s, none is lost, and it comes back", async () => {
  const { primary, newPrimary, longestGapMs } = await breakIt((node) => cluster.crash(node), 40_000);
  assert.notEqual(newPrimary, primary);
  assert.ok(longestGapMs <= 8_000, `no write for ${longestGapMs} ms`);
});

test("the primary is stopped: it hands over, and no write waits longer than 2 s", async () => {
  let stopMs = 0;
  const { longestGapMs } = await breakIt(async (primary) => {
    const startedAt = performance.now();
    await cluster.container(primary).stop();
    stopMs = performance.now() - startedAt;
    assert.equal((await cluster.container(primary).inspect()).State.ExitCode, 0);
    await cluster.container(primary).start();
  }, 40_000);
  assert.ok(longestGapMs <= 2_000, `no write for ${longestGapMs} ms`);
  assert.ok(stopMs < databaseNeeds(options).stopGraceSeconds * 1_000, `stopping took ${stopMs} ms`);
});

test("all are stopped and started as when a deploy changes them: one after the other, and writes continue", async () => {
  const { longestGapMs } = await breakIt(async () => {
    await Promise.all(
      three.map(async (node) => {
        await cluster.container(node).stop();
        await cluster.container(node).start();
      }),
    );
  }, 60_000);
  assert.ok(longestGapMs <= 4_000, `no write for ${longestGapMs} ms`);
});

test("all are notified that their stack is removed: none waits for another, and the next start has every write", async () => {
  await breakIt(async () => {
    cluster.dissolve();
    await Promise.all(three.map((node) => cluster.container(node).stop()));
    cluster.resume();
    await Promise.all(three.map((node) => cluster.container(node).start()));
  }, 30_000);
});

test("mysqld alone is killed: its agent starts it again", async () => {
  const { longestGapMs } = await breakIt(async (primary) => {
    await cluster.exec(primary, ["bash", "-c", "kill -9 $(cat /run/mysqld/mysqld.pid)"]);
  }, 40_000);
  assert.ok(longestGapMs <= 8_000, `no write for ${longestGapMs} ms`);
});

test("all members are killed at once: back within 30 s without a lost write", async () => {
  const { longestGapMs } = await breakIt(async () => {
    await Promise.all(three.map((node) => cluster.crash(node)));
  }, 30_000);
  assert.ok(longestGapMs <= 30_000, `no write for ${longestGapMs} ms`);
});

test("two of three are killed: the one that is left gives up its group and all form a new one", async () => {
  const { longestGapMs } = await breakIt(async (primary) => {
    const other = three.find((node) => node !== primary);
    await Promise.all([primary, String(other)].map((node) => cluster.crash(node)));
  }, 40_000);
  assert.ok(longestGapMs <= 20_000, `no write for ${longestGapMs} ms`);
});

test("the primary is frozen: another takes over within 10 s, and it rejoins when it thaws", async () => {
  const { primary, newPrimary, longestGapMs } = await breakIt(async (node) => {
    await cluster.container(node).pause();
    await until(
      "another primary",
      async () => ![undefined, node].includes(await cluster.primary(three)),
      10_000,
    );
    await cluster.container(node).unpause();
  }, 40_000);
  assert.notEqual(newPrimary, primary);
  assert.ok(longestGapMs <= 10_000, `no write for ${longestGapMs} ms`);
});

test("the primary is cut off the network: another takes over within 10 s, and it rejoins when it is back", async () => {
  const { longestGapMs } = await breakIt(async (node) => {
    await cluster.disconnect(node);
    await until(
      "another primary",
      async () => ![undefined, node].includes(await cluster.primary(three)),
      12_000,
    );
    await cluster.connect(node);
  }, 60_000);
  assert.ok(longestGapMs <= 10_000, `no write for ${longestGapMs} ms`);
});

test("a hanging mysqld is answered for at once: no primary here", async () => {
  const primary = await cluster.healed(three, 20_000);
  const signal = (name: string) => ["bash", "-c", `kill -${name} $(cat /run/mysqld/mysqld.pid)`];
  await cluster.exec(primary, signal("STOP"));
  try {
    await new Promise((resolve) => setTimeout(resolve, 400));
    const askedAt = performance.now();
    assert.equal((await cluster.ask(primary, "/primary", 3_000))?.code, 503);
    assert.ok(performance.now() - askedAt < 500);
  } finally {
    await cluster.exec(primary, signal("CONT"));
  }
  await cluster.healed(three, 30_000);
});

test("a new member joins by cloning when the group no longer has the old binary logs", async () => {
  const primary = await cluster.healed(three, 20_000);
  for (const node of three)
    await cluster.sql(node, "FLUSH BINARY LOGS; PURGE BINARY LOGS BEFORE NOW() + INTERVAL 1 DAY");
  const four = [...three, "database-4"];
  await cluster.start(["database-4"], { ...options, members: four });
  await cluster.healed(four, 60_000);
  assert.equal(
    await cluster.sql("database-4", "SELECT COUNT(*) FROM app.guestbook"),
    await cluster.sql(primary, "SELECT COUNT(*) FROM app.guestbook"),
  );
  cluster.list(three);
  await cluster.remove("database-4");
  await cluster.healed(three, 20_000);
});

test("a member with writes of its own is kept out with its data, and cloned on the command to discard them", async () => {
  const primary = await cluster.healed(three, 20_000);
  const node = String(three.find((each) => each !== primary));
  await cluster.disconnect(node);
  await until(
    "it is outside of any group and can be written to behind its back",
    async () => {
      const sql =
        "SET GLOBAL super_read_only = OFF; INSERT INTO app.guestbook VALUES ('errant', ''); SET GLOBAL super_read_only = ON";
      const state = await cluster.sql(
        node,
        "SELECT member_state FROM performance_schema.replication_group_members",
      );
      return state === "OFFLINE" && (await cluster.sql(node, sql)) === "";
    },
    30_000,
  );
  await cluster.connect(node);
  await until("it is refused", async () => (await cluster.status(node))?.decision === "refuse");
  assert.match(
    (await cluster.status(node))?.reason ?? "",
    /holds 1 transactions .*`lampstand-agent discard-data`/,
  );
  await cluster.exec(node, ["lampstand-agent", "discard-data"]);
  await cluster.healed(three, 60_000);
  assert.equal(await cluster.sql(node, "SELECT COUNT(*) FROM app.guestbook WHERE id = 'errant'"), "0");
});

test("no command founds a second group while the other members are frozen, however early or late it is given", async () => {
  const primary = await cluster.healed(three, 20_000);
  const node = String(three.find((each) => each !== primary));
  const others = three.filter((each) => each !== node);
  const giveUp = others.flatMap((each) => ["--give-up", each]);
  const force = [
    "bash",
    "-c",
    'lampstand-agent force-bootstrap "$@"; echo "exit code $?"',
    "bash",
    ...giveUp,
  ];
  assert.match(
    await cluster.exec(node, force),
    /^refused: this member is ONLINE in a group with quorum, so there is nothing to force\s+exit code 1$/,
  );
  await Promise.all(others.map((each) => cluster.container(each).pause()));
  try {
    const isOut = async () => {
      const status = await cluster.status(node);
      return status?.state === "OFFLINE" && status.mysqldAnswers;
    };
    await until("it has left their group", isOut, 30_000);
    assert.match(
      await cluster.exec(node, force),
      /its container may only be frozen, .*`docker stop .*\s+exit code 1$/s,
    );
    assert.equal((await cluster.status(node))?.state, "OFFLINE");
  } finally {
    await Promise.all(others.map((each) => cluster.container(each).unpause()));
  }
  // What is left of their group goes on, or none does: MySQL may be deaf after such a freeze, until its agent restarts it.
  const deadline = performance.now() + 8_000;
  while (performance.now() < deadline) {
    const statuses = await Promise.all(three.map((each) => cluster.status(each)));
    const primaries = statuses.filter((status) => status?.role === "PRIMARY").map((status) => status?.node);
    assert.ok(primaries.length <= 1, `primaries: ${primaries}`);
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
});
