import { z } from "zod";
import { timeText, uuidOf } from "../state.ts";

export const ruleRequest = z.object({
  type: z.enum(["droplet", "k8s", "ip_addr", "tag", "app"]),
  value: z.string(),
  uuid: z.string().nullish(),
});

export type RuleRequest = z.output<typeof ruleRequest>;

/** A trusted source: who may reach a cluster. */
export interface Rule {
  readonly uuid: string;
  readonly cluster_uuid: string;
  readonly type: RuleRequest["type"];
  readonly value: string;
  readonly created_at: string;
}

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
