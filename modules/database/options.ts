import type { DatabaseSettings } from "../config/index.ts";

/** What a deploy decides about its database. */
export interface DatabaseOptions {
  /** Ids of all members in order, e.g. `database-1`; one to nine, each ending in `-<number>`. */
  readonly members: readonly string[];
  /** Memory limit of a member's container in MiB, agent included. At least {@link MIN_MEMORY_MB}. */
  readonly memoryMb: number;
  /** Connections of clients that one member takes. @default 100 */
  readonly connections?: number;
  /** Whether it refuses tables without a primary key and other engines than InnoDB. @default false */
  readonly strict?: boolean;
  /** MySQL's settings over the stack's. @default {} */
  readonly settings?: DatabaseSettings;
  /** Name of the app's database. */
  readonly database: string;
  /** Name of the app's user; it has all rights in its database and none elsewhere. */
  readonly user: string;
  /** Lampstand's own SQL for the app's database, run before the user's and again when it changes: `IF NOT EXISTS`. */
  readonly schemaSql?: readonly string[];
}

/**
 * Measured with three members, a buffer pool of 32 MiB and 40 connections for 40 s: 311 MiB idle, agent included; 421
 * after 30,000 inserts of 200 bytes, 556 after 15,000 of 20 kB. Members of 384 and 512 MiB were killed under the latter.
 */
export const MIN_MEMORY_MB = 576;

/** @throws Error naming what was given and what is allowed */
export function checkOptions({ members, memoryMb, connections = 100 }: DatabaseOptions): void {
  if (members.length < 1 || members.length > 9)
    throw new Error(`${members.length} database members; a replication group has 1 to 9`);
  for (const member of members)
    if (!/^[a-z][a-z0-9-]*-[1-9][0-9]*$/.test(member))
      throw new Error(`database member "${member}"; its id has to end in its number, as in database-1`);
  if (memoryMb < MIN_MEMORY_MB)
    throw new Error(`${memoryMb} MiB for a database member; it needs at least ${MIN_MEMORY_MB}`);
  if (connections < 10 || connections > 10_000)
    throw new Error(`${connections} connections for a database member; allowed are 10 to 10000`);
}
