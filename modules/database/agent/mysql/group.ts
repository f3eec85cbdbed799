import { addressesOf, ownAddress } from "../http/peers.ts";
import { log } from "../log.ts";
import { readSecret } from "../settings.ts";
import { GROUP_PORT, MYSQL_PORT } from "../status.ts";
import { isAnswer, type Session } from "./session.ts";

/** Account by which a joining member fetches what it lacks; the group's own, never an app's. */
export const REPLICATION_USER = "lampstand_replication";

const APPLIER = "group_replication_applier";
const SHORT_MS = 5_000;
/** mysqld itself waits up to 60 s for the view that it joins. */
const START_MS = 90_000;

/** Makes this member join the group of that name that its peers are in, or, if asked to, found it. */
export async function startGroup(
  session: Session,
  {
    node,
    members,
    name,
  }: { readonly node: string; readonly members: readonly string[]; readonly name: string },
  isBootstrap: boolean,
): Promise<void> {
  const own = await ownAddress(node);
  if (!own) throw new Error(`the name ${node} leads to no address of this container`);
  const others = members.filter((each) => each !== node);
  const addresses = await Promise.all(others.map(addressesOf));
  const seeds = [own, ...addresses.flat()].map((address) => `${address}:${GROUP_PORT}`);
  await set(session, "group_replication_group_name", name);
  await set(session, "group_replication_local_address", `${own}:${GROUP_PORT}`);
  await set(session, "group_replication_group_seeds", seeds.join(","));
  await set(session, "group_replication_bootstrap_group", isBootstrap ? "ON" : "OFF");
  try {
    const account = [REPLICATION_USER, readSecret("replication-password")];
    await session.run("START GROUP_REPLICATION USER = ?, PASSWORD = ?", account, START_MS);
  } finally {
    if (isBootstrap) await set(session, "group_replication_bootstrap_group", "OFF");
  }
}

export async function stopGroup(session: Session, limitMs: number): Promise<void> {
  await session.run("STOP GROUP_REPLICATION", [], limitMs);
}

/** Starts to apply what the group delivered to this member before it went down; stop it before joining a group. */
export async function startApplier(session: Session): Promise<void> {
  await session.run(`START REPLICA SQL_THREAD FOR CHANNEL '${APPLIER}'`, [], SHORT_MS);
}

export async function stopApplier(session: Session): Promise<void> {
  await session.run(`STOP REPLICA SQL_THREAD FOR CHANNEL '${APPLIER}'`, [], SHORT_MS);
}

/** Makes the member with this server uuid the primary; transactions under way get a second to end. */
export async function handOver(session: Session, uuid: string): Promise<void> {
  await session.row(`SELECT group_replication_set_as_primary(${quoted(uuid)}, 1) AS answer`, SHORT_MS);
}

const NO_SUCH_CHANNEL = 3074;

/**
 * Drops what the group delivered to this member's previous process, before it starts in one again. mysqld would go
 * through the end of it once more to find it applied, waiting for turns to commit that were given in that life; in a
 * member that is ONLINE meanwhile, as a founder is at once, neither these nor any later commit ever comes to its turn
 * (seen with 9.7.4).
 */
export async function forgetReceived(session: Session): Promise<void> {
  try {
    await session.run(`RESET REPLICA FOR CHANNEL '${APPLIER}'`, [], SHORT_MS);
  } catch (error) {
    // It has never been in a group.
    if (!isAnswer(error, NO_SUCH_CHANNEL)) throw error;
  }
}

/**
 * Replaces all data of this member by a copy of the donor's; mysqld restarts in the end. Only ever by hand, since it
 * destroys what this member alone may hold.
 */
export async function cloneFrom(session: Session, donor: string): Promise<void> {
  log(`replacing all data of this member by a clone of ${donor}`);
  await set(session, "super_read_only", "OFF");
  await set(session, "clone_valid_donor_list", `${donor}:${MYSQL_PORT}`);
  const values = [REPLICATION_USER, donor, readSecret("replication-password")];
  const statement = `CLONE INSTANCE FROM ?@?:${MYSQL_PORT} IDENTIFIED BY ? REQUIRE SSL`;
  await session.run(statement, values, 24 * 3_600_000);
}

async function set(session: Session, variable: string, value: string): Promise<void> {
  await session.run(`SET GLOBAL ${variable} = ?`, [value], SHORT_MS);
}

function quoted(uuid: string): string {
  if (!/^[0-9a-f-]{36}$/i.test(uuid)) throw new Error(`not a server uuid: ${uuid}`);
  return `'${uuid}'`;
}
