import { isJson, type Json } from "./document.ts";

/** A request body that the document rejects and the API takes: seen with the real provider. */
export interface Allowance {
  readonly name: string;
  readonly method: string;
  /** As in the document. */
  readonly path: string;
  /** The body as the document would have it. Only what is validated changes, not what is done. */
  readonly admit: (body: Json) => Json;
}

export const allowances: readonly Allowance[] = [
  allow("a droplet without SSH keys sends null", "POST", "/v2/droplets", (body) =>
    withoutNulls(body, "ssh_keys"),
  ),
  ...onCreateAndUpdate("/v2/load_balancers", "lb_id", (path, method) =>
    allow("a balancer may have neither tag nor droplets yet", method, path, (body) =>
      "tag" in withoutEmpty(body, "tag") || Array.isArray(body.droplet_ids)
        ? withoutNulls(body, "droplet_ids")
        : { ...withoutNulls(body, "droplet_ids"), tag: "none" },
    ),
  ),
  ...onCreateAndUpdate("/v2/load_balancers", "lb_id", (path, method) =>
    allow("a balancer outside any VPC or project sends an empty id", method, path, (body) =>
      withoutEmpty(body, "vpc_uuid", "project_id", "tag"),
    ),
  ),
  ...onCreateAndUpdate("/v2/firewalls", "firewall_id", (path, method) =>
    allow("a rule for icmp has no ports", method, path, (body) => withRulePorts(body)),
  ),
  allow("a rule for icmp has no ports", "POST", "/v2/firewalls/{firewall_id}/rules", withRulePorts),
  allow("a rule for icmp has no ports", "DELETE", "/v2/firewalls/{firewall_id}/rules", withRulePorts),
  allow(
    "a cluster without trusted sources sends null, without a project nothing",
    "POST",
    "/v2/databases",
    (body) => withoutEmpty(withoutNulls(body, "rules"), "project_id"),
  ),
  allow(
    "trusted sources are emptied with null",
    "PUT",
    "/v2/databases/{database_cluster_uuid}/firewall",
    (body) => withoutNulls(body, "rules"),
  ),
  ...onCreateAndUpdate("/v2/projects", "project_id", (path, method) =>
    allow("a project's environment may be empty or in lower case", method, path, withEnvironment),
  ),
  ...onCreateAndUpdate("/v2/monitoring/alerts", "alert_uuid", (path, method) =>
    allow("a policy without a channel sends null", method, path, (body) => withChannels(body, "alerts")),
  ),
  ...onCreateAndUpdate("/v2/uptime/checks", "check_id", (path, method) =>
    allow("a check in every region sends null", method, path, (body) => ({
      ...body,
      ...(body.regions === null ? { regions: [] } : {}),
    })),
  ),
  ...onCreateAndUpdate("/v2/uptime/checks/{check_id}/alerts", "alert_id", (path, method) =>
    allow(
      "an uptime alert sends null for a missing channel, and an empty comparison or period where it has none",
      method,
      path,
      (body) => withPeriod(withoutEmpty(withChannels(body, "notifications"), "comparison", "period")),
    ),
  ),
  ...onCreateAndUpdate("/v2/droplets/autoscale", "autoscale_pool_id", (path, method) =>
    allow("a pool outside any VPC or project sends an empty id", method, path, (body) =>
      isJson(body.droplet_template)
        ? { ...body, droplet_template: withoutEmpty(body.droplet_template, "vpc_uuid", "project_id") }
        : body,
    ),
  ),
];

function allow(name: string, method: string, path: string, admit: (body: Json) => Json): Allowance {
  return { name, method, path, admit };
}

function onCreateAndUpdate(
  path: string,
  id: string,
  make: (path: string, method: string) => Allowance,
): readonly Allowance[] {
  return [make(path, "POST"), make(`${path}/{${id}}`, "PUT"), make(`${path}/{${id}}`, "PATCH")];
}

function withoutNulls(body: Json, ...fields: readonly string[]): Json {
  return leavingOut(body, fields, (value) => value === null);
}

function withoutEmpty(body: Json, ...fields: readonly string[]): Json {
  return leavingOut(body, fields, (value) => value === "" || value === null);
}

function leavingOut(body: Json, fields: readonly string[], isLeftOut: (value: unknown) => boolean): Json {
  if (!fields.some((field) => field in body && isLeftOut(body[field]))) return body;
  return Object.fromEntries(
    Object.entries(body).filter(([field, value]) => !(fields.includes(field) && isLeftOut(value))),
  );
}

function withRulePorts(body: Json): Json {
  const filled = (rules: unknown): unknown =>
    Array.isArray(rules)
      ? rules.map((rule: unknown) =>
          isJson(rule) && rule.protocol === "icmp" ? { ports: "0", ...rule } : rule,
        )
      : rules;
  return {
    ...body,
    ...("inbound_rules" in body ? { inbound_rules: filled(body.inbound_rules) } : {}),
    ...("outbound_rules" in body ? { outbound_rules: filled(body.outbound_rules) } : {}),
  };
}

function withEnvironment(body: Json): Json {
  const { environment } = body;
  if (typeof environment !== "string") return withoutNulls(body, "environment");
  if (environment === "") return withoutEmpty(body, "environment");
  return {
    ...body,
    environment: `${environment.slice(0, 1).toUpperCase()}${environment.slice(1).toLowerCase()}`,
  };
}

function withChannels(body: Json, field: string): Json {
  const channels = body[field];
  if (!isJson(channels)) return body;
  return { ...body, [field]: { ...channels, email: channels.email ?? [], slack: channels.slack ?? [] } };
}

/** Alerts on a certificate's end have no period, and the document wants one. */
function withPeriod(body: Json): Json {
  return { period: "2m", ...body };
}

/** Fields that the document requires and no client of DigitalOcean's sends. */
export const neverSent: Readonly<Record<string, readonly string[]>> = {
  "POST /v2/uptime/checks": ["method"],
  "PUT /v2/uptime/checks/{check_id}": ["method"],
};

/** Values that the API has and the document's lists lack: each is added to the lists that hold the one before it. */
export const newerValues: readonly { readonly beside: string; readonly added: readonly string[] }[] = [
  // The document's list of regions ends before the sites in Atlanta and Richmond were opened.
  { beside: "nyc3", added: ["atl1", "ric1"] },
  // A pool is being provisioned until its first droplets are there: the provider waits for that.
  { beside: "deleting", added: ["provisioning"] },
];
