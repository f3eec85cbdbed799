import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { until } from "../../support/docker.ts";
import { cluster, options, three } from "./three-members.ts";
import { lostWrites, startWriter } from "./writer.ts";

before(() => cluster.start(three, options));
after(() => cluster.destroy());

test("a member that founds the group anew is not held up by what its previous process received", async () => {
  await cluster.healed(three, 90_000);
  // Among members that hold the same the first founds the group. It has to be one that received what it holds.
  const founder = String(three[0]);
  const writing = String(three[1]);
  const uuid = await cluster.sql(writing, "SELECT @@server_uuid");
  await cluster.sql(founder, `SELECT group_replication_set_as_primary('${uuid}')`);
  await until(`${writing} takes writes`, async () => (await cluster.healed(three, 20_000)) === writing);
  // Its note of what it has applied is kept far behind, as a crash may find it. (The settings don't outlive the crash.)
  const behind =
    "SET GLOBAL replica_checkpoint_period = 4294967295; SET GLOBAL replica_checkpoint_group = 524280";
  await cluster.sql(founder, behind);
  await cluster.exec(writing, [
    "bash",
    "-c",
    `for n in {1..6000}; do echo "INSERT INTO app.guestbook VALUES (UUID(), 'before');"; done | mysql`,
  ]);
  const rows = "SELECT COUNT(*) FROM app.guestbook WHERE message = 'before'";
  await until("all is applied", async () => (await cluster.sql(founder, rows)) === "6000", 30_000);

  await Promise.all(three.map((node) => cluster.crash(node)));
  const writer = startWriter(cluster, three);
  try {
    await until("writes go on", () => writer.count() > 100, 30_000);
  } finally {
    await writer.stop();
  }
  assert.equal(await cluster.healed(three, 30_000), founder);
});

test("after an outage with members gone for good, one that is left reports them, and when forced applies all that it received; who comes back with more is kept out", async () => {
  const primary = await cluster.healed(three, 20_000);
  const node = String(three.find((each) => each !== primary));
  const gone = three.filter((each) => each !== node);
  // Under this lock it receives what the group delivers, and can't apply it.
  const lock = "FLUSH TABLES WITH READ LOCK; SELECT SLEEP(60)";
  await cluster.exec(node, [
    "bash",
    "-c",
    `setsid mysql -e '${lock}' > /dev/null 2>&1 < /dev/null & sleep 1`,
  ]);
  const writer = startWriter(cluster, [primary]);
  await until("two hundred writes", () => writer.count() > 200);
  const { acknowledged } = await writer.stop();
  await until("it is behind", async () => {
    const status = await cluster.status(node);
    return status !== undefined && status.gtidReceived !== status.gtidExecuted;
  });
  await cluster.container(node).kill();
  await cluster.sql(primary, "INSERT INTO app.guestbook VALUES ('given-up', '')");
  const askedGone = gone.map((each) =>
    cluster.sql(each, "SELECT COUNT(*) FROM app.guestbook WHERE id = 'given-up'"),
  );
  assert.deepEqual(await Promise.all(askedGone), ["1", "1"]);
  await Promise.all(gone.map((each) => cluster.container(each).kill()));

  await cluster.container(node).start();
  await until("it names the missing", async () => {
    const reason = (await cluster.status(node))?.reason ?? "";
    return gone.every((each) => reason.includes(each));
  });
  assert.equal((await cluster.ask(node, "/primary"))?.code, 503);
  const force = ["lampstand-agent", "force-bootstrap"];
  assert.match(
    await cluster.exec(node, force),
    /^refused: database-[0-9] does not answer; if it is gone for good/,
  );
  const giveUp = gone.flatMap((each) => ["--give-up", each]);
  await until(
    "the command is accepted",
    async () => /ONLINE/.test(await cluster.exec(node, [...force, ...giveUp])),
    30_000,
  );
  await until("it takes writes", async () => (await cluster.primary([node])) === node, 10_000);
  assert.deepEqual(await lostWrites(cluster, node, acknowledged), []);
  await cluster.sql(node, "INSERT INTO app.guestbook VALUES ('after', ''), ('more', '')");
  await cluster.sql(node, "DELETE FROM app.guestbook WHERE id = 'more'");

  await Promise.all(gone.map((each) => cluster.container(each).start()));
  for (const each of gone) {
    await until("it is refused", async () => (await cluster.status(each))?.decision === "refuse", 20_000);
    assert.match((await cluster.status(each))?.reason ?? "", /holds 1 transactions that the group of/);
    assert.match(await cluster.exec(each, force), /^refused: database-[0-9] is in a group with quorum/);
    await cluster.exec(each, ["lampstand-agent", "discard-data"]);
  }
  await cluster.healed(three, 60_000);
  const ids =
    "SELECT GROUP_CONCAT(id ORDER BY id) FROM app.guestbook WHERE id IN ('given-up', 'after', 'more')";
  for (const each of three) assert.equal(await cluster.sql(each, ids), "after");
});
