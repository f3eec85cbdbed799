import type { GroupState } from "../decide/decision-input.ts";
import type { Holdings } from "../decide/election.ts";
import { parseGtidSet, union } from "../decide/gtid.ts";
import type { InitLoad, InitState, MemberRole, MemberState, ViewMember } from "../status.ts";
import { isAnswer, type Row, type Session } from "./session.ts";

/** What mysqld reported in one poll. */
export interface Observation {
  /** Monotonic time of the question, not of the answer: the metrics are at most this old. */
  readonly askedAtMs: number;
  readonly uuid: string;
  readonly version: string;
  readonly isReadOnly: boolean;
  readonly holdings: Holdings;
  readonly group: GroupState;
}

/** ReplicationMetrics that may be some seconds old. */
export interface ReplicationMetrics {
  readonly uptimeSeconds: number;
  readonly questions: number;
  readonly lagTransactions: number;
  readonly lagSeconds: number;
}

const POLL = `SELECT @@server_uuid AS uuid, @@version AS version, @@super_read_only AS read_only,
  @@gtid_executed AS executed, @@group_replication_group_name AS group_name,
  (SELECT received_transaction_set FROM performance_schema.replication_connection_status
    WHERE channel_name = 'group_replication_applier') AS received,
  (SELECT GROUP_CONCAT(CONCAT_WS('|', member_id, member_host, member_state, member_role) SEPARATOR ',')
    FROM performance_schema.replication_group_members) AS members`;

/** A poll that takes longer means that mysqld hangs. */
const POLL_TIMEOUT_MS = 1_000;

export async function pollMysqld(session: Session): Promise<Observation> {
  const askedAtMs = performance.now();
  return observationOf(await session.row(POLL, POLL_TIMEOUT_MS), askedAtMs);
}

function observationOf(row: Row, askedAtMs: number): Observation {
  const executed = parseGtidSet(text(row, "executed"));
  const received = parseGtidSet(text(row, "received"));
  const uuid = text(row, "uuid");
  return {
    askedAtMs,
    uuid,
    version: text(row, "version"),
    isReadOnly: Number(row.read_only) === 1,
    holdings: { executed, known: union(executed, received) },
    group: groupOf(parseView(text(row, "members")), uuid, text(row, "group_name")),
  };
}

/** Reads the rows of replication_group_members, each as `id|host|state|role`. */
export function parseView(members: string): ViewMember[] {
  return members
    .split(",")
    .filter((each) => each !== "")
    .map((each) => {
      const [uuid = "", node = "", state = "", role = ""] = each.split("|");
      return { uuid, node, state: memberState(state), role: memberRole(role) };
    });
}

/** This member's place in a view. Outside of a group MySQL shows one row, OFFLINE or ERROR. */
export function groupOf(view: readonly ViewMember[], uuid: string, name: string): GroupState {
  const state = view.find((member) => member.uuid === uuid)?.state ?? "OFFLINE";
  const isInside = state === "ONLINE" || state === "RECOVERING";
  const reachable = view.filter((member) => member.state === "ONLINE" || member.state === "RECOVERING");
  return {
    state,
    name,
    view: isInside ? view : [],
    quorum: isInside && reachable.length * 2 > view.length,
  };
}

function memberState(given: string): MemberState {
  const known = (["ONLINE", "RECOVERING", "OFFLINE", "ERROR", "UNREACHABLE"] as const).find(
    (each) => each === given,
  );
  return known ?? "OFFLINE";
}

function memberRole(given: string): MemberRole {
  return given === "PRIMARY" || given === "SECONDARY" ? given : null;
}

const METRICS = `SELECT
  (SELECT variable_value FROM performance_schema.global_status WHERE variable_name = 'Uptime') AS uptime,
  (SELECT variable_value FROM performance_schema.global_status WHERE variable_name = 'Questions') AS questions,
  (SELECT COALESCE(SUM(count_transactions_remote_in_applier_queue), 0)
    FROM performance_schema.replication_group_member_stats WHERE member_id = @@server_uuid) AS queued,
  (SELECT COALESCE(MAX(TIMESTAMPDIFF(MICROSECOND, applying_transaction_original_commit_timestamp, NOW(6))), 0)
    FROM performance_schema.replication_applier_status_by_worker
    WHERE channel_name = 'group_replication_applier' AND applying_transaction <> '') AS applying_us`;

export async function pollMetrics(session: Session): Promise<ReplicationMetrics> {
  const row = await session.row(METRICS, POLL_TIMEOUT_MS);
  return {
    uptimeSeconds: Number(row.uptime),
    questions: Number(row.questions),
    lagTransactions: Number(row.queued),
    lagSeconds: Math.max(0, Number(row.applying_us) / 1e6),
  };
}

const LOAD = `SELECT init_hash, DATE_FORMAT(loaded_at, '%Y-%m-%dT%H:%i:%sZ') AS loaded_at
  FROM lampstand_internal.init_load`;

/** How far the first load is, as replicated to this member. */
export async function readInitState(session: Session): Promise<InitState> {
  try {
    const [row] = await session.rows(
      "SELECT state, message FROM lampstand_internal.formation",
      POLL_TIMEOUT_MS,
    );
    if (!row) return { state: "pending" };
    const state = text(row, "state");
    if (state === "failed") return { state, message: text(row, "message") };
    if (state !== "done") return { state: "loading" };
    const load = await readLoad(session);
    const notes = notesOf(text(row, "message"));
    return load === undefined
      ? { state }
      : { state, load: { ...load, ...(notes.length === 0 ? {} : { notes }) } };
  } catch (error) {
    // The database or its table not being there yet is the usual case on a fresh member.
    if (isAnswer(error, 1049, 1146)) return { state: "pending" };
    throw error;
  }
}

/** What the load has recorded; an earlier version recorded an empty text. */
function notesOf(message: string): readonly string[] {
  if (message === "") return [];
  const notes: unknown = JSON.parse(message);
  return Array.isArray(notes) ? notes.filter((note) => typeof note === "string") : [];
}

/** Undefined for a database of the time before loads were recorded, until its primary has done so. */
async function readLoad(session: Session): Promise<InitLoad | undefined> {
  try {
    const [row] = await session.rows(LOAD, POLL_TIMEOUT_MS);
    return row && { loadedAt: text(row, "loaded_at"), hash: text(row, "init_hash") };
  } catch (error) {
    if (isAnswer(error, 1146)) return undefined;
    throw error;
  }
}

function text(row: Row, column: string): string {
  const value = row[column];
  return typeof value === "string" ? value : "";
}
