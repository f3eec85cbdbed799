import { z } from "zod";
import { found, type Reply } from "../answer.ts";
import { type Call, noContent, ok, page, param, parse, type Route, route } from "../call.ts";
import { nextSerial, put, uuidOf, without } from "../state.ts";

export interface AlertPolicy extends Request {
  readonly uuid: string;
}

const slack = z.object({ channel: z.string(), url: z.string() });
const request = z.object({
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

type Request = z.output<typeof request>;

function create(call: Call): Reply {
  const asked = parse(call, request);
  const { state, serial } = nextSerial(call.state);
  const policy: AlertPolicy = { ...asked, uuid: uuidOf(serial) };
  return ok({ ...state, alertPolicies: put(state.alertPolicies, policy.uuid, policy) }, { policy });
}

function replace(call: Call): Reply {
  const policy: AlertPolicy = { ...parse(call, request), uuid: policyOf(call).uuid };
  return ok({ ...call.state, alertPolicies: put(call.state.alertPolicies, policy.uuid, policy) }, { policy });
}

function policyOf(call: Call): AlertPolicy {
  return found(call.state.alertPolicies[param(call, "alert_uuid")]);
}

export const alertPolicyRoutes: readonly Route[] = [
  route("GET", "/v2/monitoring/alerts", (call) =>
    page(call, "policies", Object.values(call.state.alertPolicies), (policy) => policy),
  ),
  route("POST", "/v2/monitoring/alerts", create),
  route("GET", "/v2/monitoring/alerts/{alert_uuid}", (call) => ok(call.state, { policy: policyOf(call) })),
  route("PUT", "/v2/monitoring/alerts/{alert_uuid}", replace),
  route("DELETE", "/v2/monitoring/alerts/{alert_uuid}", (call) =>
    noContent({ ...call.state, alertPolicies: without(call.state.alertPolicies, policyOf(call).uuid) }),
  ),
];
