import { until } from "../../support/docker.ts";
import { Cluster } from "./cluster.ts";
import { lostWrites, startWriter } from "./writer.ts";

export const three = ["database-1", "database-2", "database-3"];
export const options = {
  members: three,
  memoryMb: 640,
  database: "app",
  user: "app",
  schemaSql: ["CREATE TABLE IF NOT EXISTS lampstand_sessions (id VARCHAR(128) PRIMARY KEY);"],
  init: [
    {
      path: "site/schema.sql",
      content: `CREATE TABLE guestbook (id VARCHAR(36) PRIMARY KEY, message TEXT NOT NULL);
DELIMITER //
CREATE TRIGGER shout BEFORE UPDATE ON guestbook FOR EACH ROW BEGIN SET NEW.message = UPPER(NEW.message); END//
DELIMITER ;
`,
    },
    { path: "site/rows.sql", content: "INSERT INTO guestbook VALUES ('first', 'straße');" },
  ],
};
/** One member more than the group starts with; its certificate is made at the start. */
export const cluster = new Cluster({ ...options, members: [...three, "database-4"] });

/** Breaks something under acknowledged writes and waits until all three are one group again. */
export async function breakIt(what: (primary: string) => Promise<void>, healLimitMs: number) {
  const primary = await cluster.healed(three, 40_000);
  const writer = startWriter(cluster, three);
  await until("a hundred writes", () => writer.count() > 100);
  await what(primary);
  // Else a heal could be seen before the failure. A planned stop is over, and healed, when `what` ends.
  await until("the failure shows", async () => !(await isWhole(primary)), 8_000).catch(() => undefined);
  const newPrimary = await cluster.healed(three, healLimitMs);
  const { acknowledged, longestGapMs } = await writer.stop();
  await cluster.healed(three, 20_000);
  for (const node of three)
    await until(
      `${node} has all ${acknowledged.length} acknowledged writes`,
      async () => (await lostWrites(cluster, node, acknowledged)).length === 0,
      5_000,
    );
  return { primary, newPrimary, longestGapMs };
}

/** The member is in a group and takes reads. */
async function isWhole(node: string): Promise<boolean> {
  const status = await cluster.status(node);
  return status?.state === "ONLINE" && status.quorum && status.servesReads;
}
