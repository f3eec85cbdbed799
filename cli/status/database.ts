import type { AgentStatus } from "../../modules/database/index.ts";

/** What a member is to the group; in the words of `status`. */
export type Membership =
  | "PRIMARY"
  | "SECONDARY"
  | "joining"
  | "no quorum"
  | "out of group"
  | "refused"
  /** Its agent answers with a state of mysqld that is older than 1.5 s. */
  | "stale"
  /** Its agent doesn't answer. */
  | "no answer";

/** A fault of the database, in standard words. */
export interface DatabaseProblem {
  readonly kind:
    | "split brain"
    | "no quorum"
    | "no primary"
    | "out of the group"
    | "refused"
    | "joining"
    | "observation stale"
    | "no observation"
    | "not loaded"
    | "load failed";
  /** The members that it is about; none where it is the whole database. */
  readonly members: readonly string[];
  readonly message: string;
}

/** What the members together come to. */
export interface DatabaseStatus {
  readonly isHealthy: boolean;
  readonly isSplitBrain: boolean;
  /** A member that was observed now is in a group with a majority. */
  readonly hasQuorum: boolean;
  readonly primaries: readonly string[];
  /** Of the schema and the init SQL; "unknown" while no member in a group was observed. */
  readonly load: AgentStatus["init"]["state"] | "unknown";
  readonly members: Readonly<Record<string, Membership>>;
  readonly problems: readonly DatabaseProblem[];
}

/** As members count each other's answers: see report.ts of the agent. */
const STALE_MS = 1_500;

/** Pure. `seen` has the members whose agents answered. */
export function judgeDatabase(
  memberIds: readonly string[],
  seen: Readonly<Record<string, AgentStatus>>,
): DatabaseStatus {
  const members = Object.fromEntries(memberIds.map((id) => [id, membershipOf(seen[id])]));
  const inGroup = memberIds.flatMap((id) =>
    members[id] === "PRIMARY" || members[id] === "SECONDARY" ? (seen[id] ?? []) : [],
  );
  const primaries = inGroup.filter(({ role }) => role === "PRIMARY").map(({ node }) => node);
  const separate = inGroup.filter((one) => inGroup.some((other) => areSeparate(one, other)));
  const isSplitBrain = primaries.length > 1 || separate.length > 0;
  const init = (seen[primaries[0] ?? ""] ?? inGroup[0])?.init;
  const problems: DatabaseProblem[] = [
    ...(isSplitBrain ? [splitBrain(primaries, separate)] : []),
    ...groupProblems(inGroup, primaries),
    ...loadProblems(init),
    ...memberIds.flatMap((id) => memberProblem(id, members[id], seen[id]) ?? []),
  ];
  return {
    isHealthy: problems.length === 0,
    isSplitBrain,
    hasQuorum: inGroup.length > 0,
    primaries,
    load: init?.state ?? "unknown",
    members,
    problems,
  };
}

function membershipOf(status: AgentStatus | undefined): Membership {
  if (status === undefined) return "no answer";
  if (!status.mysqldAnswers || status.ageMs > STALE_MS) return "stale";
  if (status.decision === "refuse") return "refused";
  if (status.state === "RECOVERING") return "joining";
  if (status.state !== "ONLINE") return "out of group";
  if (!status.quorum) return "no quorum";
  return status.role === "PRIMARY" ? "PRIMARY" : "SECONDARY";
}

/** Both have quorum, and neither counts the other. */
function areSeparate(one: AgentStatus, other: AgentStatus): boolean {
  const counts = (by: AgentStatus, node: string) => by.view.some((member) => member.node === node);
  return one.node !== other.node && !counts(one, other.node) && !counts(other, one.node);
}

function splitBrain(primaries: readonly string[], separate: readonly AgentStatus[]): DatabaseProblem {
  const members = primaries.length > 1 ? primaries : separate.map(({ node }) => node);
  const what = primaries.length > 1 ? "are all primary" : "are in groups that don't count each other";
  return {
    kind: "split brain",
    members,
    message:
      `${members.join(" and ")} ${what}. Stop all but one of the groups at once ` +
      "(docker stop), then start those members again: what only they hold is kept out of the group",
  };
}

function groupProblems(inGroup: readonly AgentStatus[], primaries: readonly string[]): DatabaseProblem[] {
  if (inGroup.length === 0) {
    const message = "no member that answers is in a group with a majority, so nothing can be read or written";
    return [{ kind: "no quorum", members: [], message }];
  }
  if (primaries.length > 0) return [];
  return [{ kind: "no primary", members: [], message: "the group has no primary at this moment" }];
}

function loadProblems(init: AgentStatus["init"] | undefined): DatabaseProblem[] {
  if (init === undefined || init.state === "done") return [];
  if (init.state === "failed") return [{ kind: "load failed", members: [], message: init.message }];
  const message = init.state === "loading" ? "the init SQL is being loaded" : "nothing has been loaded yet";
  return [{ kind: "not loaded", members: [], message }];
}

function memberProblem(
  id: string,
  membership: Membership | undefined,
  status: AgentStatus | undefined,
): DatabaseProblem | undefined {
  const problem = (kind: DatabaseProblem["kind"], message: string): DatabaseProblem => ({
    kind,
    members: [id],
    message,
  });
  switch (membership) {
    case "no answer":
      return problem("no observation", `${id}: its agent does not answer`);
    case "stale":
      return problem("observation stale", `${id}: ${staleText(status)}`);
    case "refused":
      return problem("refused", `${id}: ${status?.reason}`);
    case "joining":
      return problem("joining", `${id}: ${status?.reason}`);
    case "no quorum":
      return problem("no quorum", `${id}: a majority of its group is unreachable`);
    case "out of group":
      return problem("out of the group", `${id}: ${status?.reason}`);
    default:
      return undefined;
  }
}

function staleText(status: AgentStatus | undefined): string {
  const ageMs = status?.ageMs ?? Number.MAX_SAFE_INTEGER;
  if (ageMs > 86_400_000) return "its mysqld has not answered yet";
  return `its mysqld answered last ${(ageMs / 1000).toFixed(1)} s ago`;
}
