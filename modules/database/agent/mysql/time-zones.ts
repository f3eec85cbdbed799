import { spawn } from "node:child_process";
import { log, messageOf } from "../log.ts";
import type { Session } from "./session.ts";

const LIMIT_MS = 30_000;

/** On the primary: named time zones, which CONVERT_TZ() and `SET time_zone` need. Without them sites still run. */
export async function ensureTimeZones(session: Session): Promise<void> {
  const [known] = await session.rows("SELECT 1 FROM mysql.time_zone_name LIMIT 1", LIMIT_MS);
  if (known !== undefined) return;
  try {
    await load();
    log("time zones are loaded");
  } catch (error) {
    log(`time zones were not loaded: ${messageOf(error)}`);
  }
}

/** As root, by MySQL's own program; all members get it. Files that are no time zones are reported by it and left out. */
function load(): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const source = spawn("/usr/bin/mysql_tzinfo_to_sql", ["/usr/share/zoneinfo"], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  const client = spawn("/usr/bin/mysql", ["--batch", "mysql"], { stdio: [source.stdout, "ignore", "pipe"] });
  let complaint = "";
  client.stderr?.on("data", (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  for (const process of [source, client]) process.on("error", reject);
  client.on("close", (code) =>
    code === 0 ? resolve() : reject(new Error(complaint.trim() || `mysql ended with ${code}`)),
  );
  return promise;
}
