import type { Rule, RuleRequest } from "../account/databases.ts";
import { timeText, uuidOf } from "../account/ids.ts";

/** A list of rules replaces the one before: a rule keeps its id if the request names it. */
export function rulesFrom(clusterId: string, given: readonly RuleRequest[], now: number): readonly Rule[] {
  return given.map(({ type, value, uuid }, index) => ({
    uuid: uuid || uuidOf(Number.parseInt(clusterId.slice(0, 8), 16) * 1000 + index),
    cluster_uuid: clusterId,
    type,
    value,
    created_at: timeText(now),
  }));
}
