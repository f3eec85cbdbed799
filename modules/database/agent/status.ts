/** Port of the agent's HTTP server. */
export const AGENT_PORT = 8008;
/** Port of MySQL. */
export const MYSQL_PORT = 3306;
/** Port of the group's own traffic (XCom), between members only. */
export const GROUP_PORT = 33061;
/** A secondary further behind than this is not offered for reading. */
export const MAX_REPLICA_LAG_SECONDS = 10;

export type MemberState = "ONLINE" | "RECOVERING" | "OFFLINE" | "ERROR" | "UNREACHABLE";
export type MemberRole = "PRIMARY" | "SECONDARY" | null;

/** One member as another one (or itself) sees it in its view of the group. */
export interface ViewMember {
  readonly node: string;
  readonly uuid: string;
  readonly state: MemberState;
  readonly role: MemberRole;
}

/** The load that made the database. */
export interface InitLoad {
  /** When, ISO 8601. */
  readonly loadedAt: string;
  /** Hash of the init SQL. */
  readonly hash: string;
  /** What was left out of the SQL or changed in it, a line for each kind. */
  readonly notes?: readonly string[];
}

/** What loading the schema and the init SQL has come to; the same on every member that is in the group. */
export type InitState =
  | { readonly state: "pending" }
  | { readonly state: "loading" }
  | { readonly state: "failed"; readonly message: string }
  | { readonly state: "done"; readonly load?: InitLoad };

/** How much of a file of SQL the load that is under way has read. */
export interface LoadProgress {
  readonly file: string;
  readonly readBytes: number;
  readonly totalBytes: number;
}

/** What `GET /status` of a member's agent answers. */
export interface AgentStatus {
  readonly node: string;
  /** The members that it counts with, in order. */
  readonly members: readonly string[];
  /** False while mysqld starts, hangs or is down: all that follows from it is then the last that was seen. */
  readonly mysqldAnswers: boolean;
  readonly mysqldVersion: string;
  /** Age of the metrics in milliseconds. */
  readonly ageMs: number;
  readonly state: MemberState;
  readonly role: MemberRole;
  /** Name of the primary in this member's view. */
  readonly primary: string | null;
  /** True if `GET /primary` answers 200 at this moment. */
  readonly servesWrites: boolean;
  /** True if `GET /replica` answers 200 at this moment. */
  readonly servesReads: boolean;
  readonly view: readonly ViewMember[];
  /** True while a majority of the view is reachable. */
  readonly quorum: boolean;
  /** UUID of the group that it is in, or was in last; a group that an operator forces gets a new one. */
  readonly groupName: string;
  readonly gtidExecuted: string;
  /** What the group has delivered to this member, applied or not. */
  readonly gtidReceived: string;
  /** Transactions that the group has delivered and that wait to be applied here. */
  readonly lagTransactions: number;
  /** Time since the transaction that is being applied was committed on the primary; 0 if none is. */
  readonly lagSeconds: number;
  /** Statements of clients since mysqld started; the agent's own are not counted. */
  readonly statementsTotal: number;
  readonly statementsPerSecond: number;
  readonly init: InitState;
  /** Only on the member that loads, while it does. */
  readonly loadProgress: LoadProgress | null;
  /** The agent's current decision. */
  readonly decision: string;
  readonly reason: string;
  /** Since when the decision stands, ISO 8601. */
  readonly since: string;
  /** The member that this one would have bootstrap the group, when there is none. */
  readonly vote: string | null;
  /** True while it was asked to stop and waits for others that were, too. */
  readonly awaitsTurn: boolean;
  /** True while it shuts down. */
  readonly stopping: boolean;
  /** True between its decision to bootstrap and the end of that. */
  readonly bootstrapping: boolean;
}
