import type { ResolvedConfig } from "../../modules/config/index.ts";
import { type AgentStatus, MYSQL_SERIES, seriesOf } from "../../modules/database/index.ts";
import { Failure } from "../../modules/failures/index.ts";
import { observeMembers } from "../status/index.ts";

/** @throws Failure naming the running members whose data are of another series than this deploy would bring */
export async function assertSameSeries(config: ResolvedConfig, memberIds: readonly string[]): Promise<void> {
  const others = membersOfOtherSeries(await observeMembers(config, memberIds));
  if (others.length === 0) return;
  throw new Failure(
    "mysql-series-differs",
    [
      ...others.map(({ node, version }) => `${node} runs MySQL ${version}`),
      `This version of Lampstand deploys MySQL ${MYSQL_SERIES}, and never moves data to another series by itself.`,
      "Deploy with the version of Lampstand that made this stack, or dump the data and load them into a new one.",
    ].join("\n"),
  );
}

/** Pure. A member that hasn't seen its mysqld yet is none: its agent checks the data before it starts it. */
export function membersOfOtherSeries(
  seen: Readonly<Record<string, Pick<AgentStatus, "node" | "mysqldVersion">>>,
): readonly { readonly node: string; readonly version: string }[] {
  return Object.values(seen)
    .filter(({ mysqldVersion }) => ![undefined, MYSQL_SERIES].includes(seriesOf(mysqldVersion)))
    .map(({ node, mysqldVersion: version }) => ({ node, version }));
}
