import { type Attributes, blocksOf, type Fields, textOf, textsOf } from "../plugin/index.ts";
import { fieldsOf } from "./api.ts";
import { oneOf } from "./checks.ts";
import { filled, idOf, itemsOf, pick } from "./fields.ts";
import { notificationsAttribute, notificationsBody, notificationsState } from "./notifications.ts";
import { restResource } from "./rest-resource.ts";

const checkAttributes: Attributes = {
  enabled: { type: "bool", use: "optional", default: true },
  name: { type: "string", use: "required" },
  regions: { type: "set", element: "string", use: "optional" },
  target: { type: "string", use: "required" },
  type: { type: "string", use: "optional", default: "https", check: oneOf("ping", "http", "https") },
};

export const uptimeCheck = restResource({
  noun: "Check",
  schema: { version: 0, attributes: checkAttributes },
  collection: () => "/v2/uptime/checks",
  envelope: "check",
  body: (planned) => ({
    ...pick(planned, "name", "type", "target", "enabled"),
    ...filled({ regions: textsOf(planned, "regions") }),
  }),
  state: (answer) => ({
    ...pick(answer, "name", "type", "target", "enabled"),
    id: idOf(answer),
    regions: itemsOf(answer, "regions"),
  }),
});

const PERIODS = ["2m", "3m", "5m", "10m", "15m", "30m", "1h"] as const;
const ALERT_TYPES = ["latency", "down", "down_global", "ssl_expiry"] as const;

const alertAttributes: Attributes = {
  // The alert's path begins with its check's: it can't move to another one.
  check_id: { type: "string", use: "required", notUpdatable: true },
  comparison: { type: "string", use: "optional", check: oneOf("greater_than", "less_than") },
  name: { type: "string", use: "required" },
  notifications: notificationsAttribute,
  period: { type: "string", use: "optional", check: oneOf(...PERIODS) },
  threshold: { type: "int", use: "optional" },
  type: { type: "string", use: "required", check: oneOf(...ALERT_TYPES) },
};

export const uptimeAlert = restResource({
  noun: "Alert",
  schema: { version: 0, attributes: alertAttributes },
  collection: (resource) => `/v2/uptime/checks/${textOf(resource, "check_id") ?? ""}/alerts`,
  envelope: "alert",
  body: alertBody,
  state: (answer, resource) => ({
    ...pick(answer, "name", "type", "threshold", "comparison", "period"),
    id: idOf(answer),
    check_id: resource.check_id ?? null,
    notifications: notificationsState(fieldsOf(answer, "notifications")),
  }),
  importParts: ["check_id", "id"],
});

function alertBody(planned: Fields): Fields {
  return {
    ...pick(planned, "name", "type"),
    ...filled(pick(planned, "threshold", "comparison", "period")),
    notifications: notificationsBody(blocksOf(planned, "notifications")[0]),
  };
}
