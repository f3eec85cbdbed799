import { z } from "zod";
import { timeText, uuidOf } from "../account/ids.ts";
import type { UptimeAlert, UptimeCheck } from "../account/monitoring.ts";
import { nextSerial, type State } from "../account/state.ts";
import { put, without } from "../account/tables.ts";
import { found, type Reply } from "../answer.ts";
import { type Call, created, noContent, ok, page, param, parse, type Route, route } from "../call.ts";

const REGIONS = ["us_east", "us_west", "eu_west", "se_asia"] as const;

const slack = z.object({ channel: z.string(), url: z.string() });
const checkRequest = z.object({
  name: z.string().min(1),
  type: z.enum(["ping", "http", "https"]),
  target: z.string().min(1),
  regions: z.array(z.enum(REGIONS)).nullable(),
  enabled: z.boolean().nullish(),
});
const alertRequest = z.object({
  name: z.string().min(1),
  type: z.enum(["latency", "down", "down_global", "ssl_expiry"]),
  threshold: z.int().nullish(),
  comparison: z.enum(["greater_than", "less_than", ""]).nullish(),
  notifications: z.object({
    email: z.array(z.string()).nullish(),
    slack: z.array(slack).nullish(),
  }),
  period: z.string().nullish(),
});

type CheckRequest = z.output<typeof checkRequest>;
type AlertRequest = z.output<typeof alertRequest>;

function checkFrom(requested: CheckRequest, id: string, alerts: readonly UptimeAlert[]): UptimeCheck {
  return {
    id,
    name: requested.name,
    type: requested.type,
    target: requested.target,
    regions: requested.regions ?? REGIONS,
    enabled: requested.enabled ?? true,
    alerts,
  };
}

/** What was left out, or sent as nothing, is left out again. */
function alertFrom(requested: AlertRequest, id: string): UptimeAlert {
  return {
    id,
    name: requested.name,
    type: requested.type,
    ...(requested.threshold == null ? {} : { threshold: requested.threshold }),
    ...(requested.comparison ? { comparison: requested.comparison } : {}),
    notifications: { email: requested.notifications.email ?? [], slack: requested.notifications.slack ?? [] },
    ...(requested.period ? { period: requested.period } : {}),
  };
}

function keep(state: State, check: UptimeCheck): State {
  return { ...state, uptimeChecks: put(state.uptimeChecks, check.id, check) };
}

function shown({ alerts: _alerts, ...check }: UptimeCheck): object {
  return check;
}

function create(call: Call): Reply {
  const requested = parse(call, checkRequest);
  const { state, serial } = nextSerial(call.state);
  const check = checkFrom(requested, uuidOf(serial), []);
  return created(keep(state, check), { check: shown(check) });
}

function replace(call: Call): Reply {
  const before = checkOf(call);
  const check = checkFrom(parse(call, checkRequest), before.id, before.alerts);
  return ok(keep(call.state, check), { check: shown(check) });
}

function checkOf(call: Call): UptimeCheck {
  return found(call.state.uptimeChecks[param(call, "check_id")]);
}

function alertOf(call: Call): UptimeAlert {
  const id = param(call, "alert_id");
  return found(checkOf(call).alerts.find((alert) => alert.id === id));
}

function addAlert(call: Call): Reply {
  const check = checkOf(call);
  const requested = parse(call, alertRequest);
  const { state, serial } = nextSerial(call.state);
  const alert = alertFrom(requested, uuidOf(serial));
  return created(keep(state, { ...check, alerts: [...check.alerts, alert] }), { alert });
}

function replaceAlert(call: Call): Reply {
  const alert = alertFrom(parse(call, alertRequest), alertOf(call).id);
  const check = checkOf(call);
  const alerts = check.alerts.map((each) => (each.id === alert.id ? alert : each));
  return ok(keep(call.state, { ...check, alerts }), { alert });
}

function removeAlert(call: Call): Reply {
  const { id } = alertOf(call);
  const check = checkOf(call);
  return noContent(keep(call.state, { ...check, alerts: check.alerts.filter((alert) => alert.id !== id) }));
}

/** No request is sent, so each region reports the target as up. */
function checkState(call: Call): Reply {
  const check = checkOf(call);
  const region = {
    status: "UP",
    status_changed_at: timeText(call.now),
    thirty_day_uptime_percentage: 100,
  };
  const regions = Object.fromEntries(check.regions.map((name) => [name, region]));
  return ok(call.state, { state: { regions } });
}

const one = "/v2/uptime/checks/{check_id}";
const alert = `${one}/alerts/{alert_id}`;

export const uptimeCheckRoutes: readonly Route[] = [
  route("GET", "/v2/uptime/checks", (call) =>
    page(call, "checks", Object.values(call.state.uptimeChecks), shown),
  ),
  route("POST", "/v2/uptime/checks", create),
  route("GET", one, (call) => ok(call.state, { check: shown(checkOf(call)) })),
  route("PUT", one, replace),
  route("DELETE", one, (call) =>
    noContent({ ...call.state, uptimeChecks: without(call.state.uptimeChecks, checkOf(call).id) }),
  ),
  route("GET", `${one}/state`, checkState),
  route("GET", `${one}/alerts`, (call) => page(call, "alerts", checkOf(call).alerts, (each) => each)),
  route("POST", `${one}/alerts`, addAlert),
  route("GET", alert, (call) => ok(call.state, { alert: alertOf(call) })),
  route("PUT", alert, replaceAlert),
  route("DELETE", alert, removeAlert),
];
