import { readFileSync } from "node:fs";
import { join } from "node:path";
import { type Connection, createConnection } from "mysql2/promise";
import { MYSQL_PORT } from "../../../modules/database/index.ts";
import { type Cluster, newId } from "./cluster.ts";

/** Signs in as the app does, with the authority verified. */
export async function signIn(cluster: Cluster, node: string): Promise<Connection> {
  const host = await cluster.addressOf(node);
  if (!host) throw new Error(`${node} has no address`);
  const folder = cluster.secrets.memberFolders[node] ?? "";
  const connection = await createConnection({
    host,
    port: MYSQL_PORT,
    user: "app",
    password: readFileSync(join(folder, "app-password"), "utf8"),
    database: "app",
    // The certificate is for names, and this connects by address.
    ssl: { ca: readFileSync(join(folder, "ca.crt"), "utf8"), verifyIdentity: false },
    connectTimeout: 1_000,
  });
  connection.on("error", () => undefined);
  return connection;
}

export interface WriteReport {
  readonly acknowledged: readonly string[];
  /** Longest time between two acknowledged writes. */
  readonly longestGapMs: number;
}

/** A test that fails doesn't stop its writer, which then ends by itself. */
const longestMs = 300_000;

/**
 * Writes one row after the other to whichever member says that it is the primary, as an app behind a router would, and
 * remembers those that were acknowledged. `stop` waits for one more acknowledged write, so that a gap is seen whole.
 */
export function startWriter(cluster: Cluster, nodes: readonly string[], pauseMs = 5) {
  const acknowledged: string[] = [];
  let lastAt = performance.now();
  let longestGapMs = 0;
  let isRunning = true;
  let connection: Connection | undefined;
  let connectedTo: string | undefined;

  const writeOne = async (): Promise<void> => {
    if (!connection) {
      connectedTo = await cluster.primary(nodes);
      if (!connectedTo) return pause(50);
      connection = await signIn(cluster, connectedTo);
    }
    const id = newId();
    await connection.query({ sql: "INSERT INTO guestbook VALUES (?, 'written')", timeout: 1_500 }, [id]);
    const now = performance.now();
    longestGapMs = Math.max(longestGapMs, now - lastAt);
    lastAt = now;
    acknowledged.push(id);
    await pause(pauseMs);
  };
  const endsAt = lastAt + longestMs;
  const running = (async () => {
    while (isRunning && performance.now() < endsAt)
      try {
        await writeOne();
      } catch {
        connection?.destroy();
        connection = undefined;
        await pause(20);
      }
    connection?.destroy();
  })();

  return {
    count: () => acknowledged.length,
    stop: async (): Promise<WriteReport> => {
      const before = acknowledged.length;
      const deadline = performance.now() + 60_000;
      while (acknowledged.length === before && performance.now() < deadline) await pause(20);
      isRunning = false;
      await running;
      return { acknowledged, longestGapMs: Math.round(longestGapMs) };
    },
  };
}

/** Which of these writes a member doesn't have. */
export async function lostWrites(cluster: Cluster, node: string, ids: readonly string[]): Promise<string[]> {
  const there = new Set((await cluster.sql(node, "SELECT id FROM app.guestbook")).split(/\s+/));
  return ids.filter((id) => !there.has(id));
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
