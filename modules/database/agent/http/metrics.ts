import type { AgentStatus, MemberState } from "../status.ts";

const STATES: readonly MemberState[] = ["ONLINE", "RECOVERING", "OFFLINE", "ERROR", "UNREACHABLE"];

/** A status in Prometheus' text format. */
export function renderMetrics(status: AgentStatus): string {
  const gauge = (name: string, help: string, value: number | boolean): string[] =>
    series("gauge", name, help, [["", Number(value)]]);
  const inState: [string, number][] = STATES.map((state) => [
    `{state="${state.toLowerCase()}"}`,
    Number(state === status.state),
  ]);
  const lines = [
    ...gauge("up", "mysqld answers its agent.", status.mysqldAnswers),
    ...series("gauge", "state", "State of this member in the group.", inState),
    ...gauge("primary", "This member takes writes.", status.servesWrites),
    ...gauge("replica", "This member takes reads.", status.servesReads),
    ...gauge("quorum", "A majority of the group is reachable.", status.quorum),
    ...gauge("view_members", "Members in this member's view of the group.", status.view.length),
    ...gauge("lag_seconds", "Age of the transaction that is being applied.", status.lagSeconds),
    ...gauge("lag_transactions", "Transactions waiting to be applied.", status.lagTransactions),
    ...gauge("init_failed", "The first load of the database failed.", status.init.state === "failed"),
    ...series("counter", "statements_total", "Statements of clients since mysqld started.", [
      ["", status.statementsTotal],
    ]),
  ];
  return `${lines.join("\n")}\n`;
}

function series(
  type: "gauge" | "counter",
  name: string,
  help: string,
  values: readonly (readonly [labels: string, value: number])[],
): string[] {
  const full = `lampstand_database_${name}`;
  return [
    `# HELP ${full} ${help}`,
    `# TYPE ${full} ${type}`,
    ...values.map(([labels, value]) => `${full}${labels} ${value}`),
  ];
}
