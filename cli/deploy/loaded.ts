import type { ResolvedConfig } from "../../modules/config/index.ts";
import { type AgentStatus, initHash, readSqlFiles } from "../../modules/database/index.ts";
import { observeMembers } from "../status/index.ts";

/** What to print about `database.init` after a deploy, from the members' status. */
export async function readLoadedLines(
  config: ResolvedConfig,
  memberIds: readonly string[],
  since: number,
): Promise<string[]> {
  const { init } = config.database;
  if (init === undefined) return [];
  const members = Object.values(await observeMembers(config, memberIds));
  return loadedLines(members, initHash(readSqlFiles(init)), initHash([]), since);
}

/**
 * SQL is loaded into a new database only: what changed since the load has no effect, which is printed.
 *
 * @param members what the members' agents answer
 * @param wanted hash of the SQL that the config names
 * @param none hash of no SQL at all
 * @param since when this deploy began: what a load changed in the SQL is printed after that load alone
 */
export function loadedLines(
  members: readonly Pick<AgentStatus, "role" | "init">[],
  wanted: string,
  none: string,
  since: number,
): string[] {
  const primary = members.find(({ role }) => role === "PRIMARY");
  const load = primary?.init.state === "done" ? primary.init.load : undefined;
  if (load === undefined) return [];
  if (load.hash === wanted) {
    // The time of a load is in whole seconds.
    const isNew = Date.parse(load.loadedAt) >= since - 1000;
    return isNew ? (load.notes ?? []).map((note) => `database.init: ${note}`) : [];
  }
  const date = load.loadedAt.slice(0, 10);
  return [
    load.hash === none
      ? `database.init: not loaded, since the database exists since ${date}; SQL is loaded into a new one only.`
      : `database.init: already loaded on ${date}, not loaded again, though it has changed since.`,
  ];
}
