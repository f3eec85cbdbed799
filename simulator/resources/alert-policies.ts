import { uuidOf } from "../account/ids.ts";
import { type AlertPolicy, alertPolicyRequest } from "../account/monitoring.ts";
import { nextSerial } from "../account/state.ts";
import { put, without } from "../account/tables.ts";
import { found, type Reply } from "../answer.ts";
import { type Call, noContent, ok, page, param, parse, type Route, route } from "../call.ts";

function create(call: Call): Reply {
  const requested = parse(call, alertPolicyRequest);
  const { state, serial } = nextSerial(call.state);
  const policy: AlertPolicy = { ...requested, uuid: uuidOf(serial) };
  return ok({ ...state, alertPolicies: put(state.alertPolicies, policy.uuid, policy) }, { policy });
}

function replace(call: Call): Reply {
  const policy: AlertPolicy = { ...parse(call, alertPolicyRequest), uuid: policyOf(call).uuid };
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
