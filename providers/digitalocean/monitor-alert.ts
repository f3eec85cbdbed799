import { type Attributes, blocksOf, type Fields, textsOf } from "../plugin/index.ts";
import { fieldsOf } from "./api.ts";
import { oneOf } from "./checks.ts";
import { idOf, itemsOf, pick } from "./fields.ts";
import { notificationsAttribute, notificationsBody, notificationsState } from "./notifications.ts";
import { restResource } from "./rest-resource.ts";

const attributes: Attributes = {
  alerts: { ...notificationsAttribute, maxItems: 1 },
  compare: { type: "string", use: "required", check: oneOf("GreaterThan", "LessThan") },
  description: { type: "string", use: "required" },
  enabled: { type: "bool", use: "optional", default: true },
  entities: { type: "set", element: "string", use: "optional" },
  tags: { type: "set", element: "string", use: "optional" },
  type: { type: "string", use: "required" },
  uuid: { type: "string", use: "computed" },
  value: { type: "float", use: "required" },
  window: { type: "string", use: "required", check: oneOf("5m", "10m", "30m", "1h") },
};

const SCALARS = ["type", "description", "compare", "value", "window", "enabled"] as const;

export const monitorAlert = restResource({
  noun: "Alert Policy",
  schema: { version: 0, attributes },
  collection: () => "/v2/monitoring/alerts",
  envelope: "policy",
  body: alertBody,
  state: (answer) => ({
    ...pick(answer, ...SCALARS, "uuid"),
    id: idOf(answer, "uuid"),
    entities: itemsOf(answer, "entities"),
    tags: itemsOf(answer, "tags"),
    alerts: notificationsState(fieldsOf(answer, "alerts")),
  }),
});

function alertBody(planned: Fields): Fields {
  return {
    ...pick(planned, ...SCALARS),
    entities: textsOf(planned, "entities"),
    tags: textsOf(planned, "tags"),
    alerts: notificationsBody(blocksOf(planned, "alerts")[0]),
  };
}
