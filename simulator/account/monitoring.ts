import { z } from "zod";

export interface AlertPolicy extends AlertPolicyRequest {
  readonly uuid: string;
}

export const slack = z.object({ channel: z.string(), url: z.string() });

export const alertPolicyRequest = z.object({
  type: z.string().startsWith("v1/"),
  description: z.string(),
  compare: z.enum(["GreaterThan", "LessThan"]),
  value: z.number(),
  window: z.enum(["5m", "10m", "30m", "1h"]),
  entities: z
    .array(z.string())
    .nullish()
    .transform((given) => given ?? []),
  tags: z
    .array(z.string())
    .nullish()
    .transform((given) => given ?? []),
  alerts: z.object({
    email: z
      .array(z.string())
      .nullish()
      .transform((given) => given ?? []),
    slack: z
      .array(slack)
      .nullish()
      .transform((given) => given ?? []),
  }),
  enabled: z.boolean(),
});

export type AlertPolicyRequest = z.output<typeof alertPolicyRequest>;

export interface UptimeAlert {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly threshold?: number;
  readonly comparison?: string;
  readonly notifications: { readonly email: readonly string[]; readonly slack: readonly object[] };
  readonly period?: string;
}

export interface UptimeCheck {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly target: string;
  readonly regions: readonly string[];
  readonly enabled: boolean;
  readonly alerts: readonly UptimeAlert[];
}
