import { z } from "zod";
import {
  type BalancerSettings,
  type ForwardingRule,
  forwardingRule,
  healthCheck,
  stickySessions,
} from "../account/load-balancers.ts";
import { unprocessable } from "../answer.ts";
import type { Call } from "../call.ts";

const MOST_DROPLETS_BY_ID = 10;

const firewall = z.object({
  deny: z.array(z.string()).nullish(),
  allow: z.array(z.string()).nullish(),
});

export const balancerRequest = z.object({
  name: z
    .string()
    .regex(/^[a-zA-Z0-9][a-zA-Z0-9.-]*$/, "may hold letters, digits, periods and dashes only")
    .max(255),
  region: z.string().optional(),
  algorithm: z.enum(["round_robin", "least_connections"]).nullish(),
  size: z.enum(["lb-small", "lb-medium", "lb-large"]).nullish(),
  size_unit: z.int().min(1).max(100).nullish(),
  forwarding_rules: z.array(forwardingRule).min(1),
  health_check: healthCheck.nullish(),
  sticky_sessions: stickySessions.nullish(),
  tag: z.string().nullish(),
  droplet_ids: z.array(z.int()).nullish(),
  redirect_http_to_https: z.boolean().nullish(),
  enable_proxy_protocol: z.boolean().nullish(),
  enable_backend_keepalive: z.boolean().nullish(),
  http_idle_timeout_seconds: z.int().min(30).max(600).nullish(),
  disable_lets_encrypt_dns_records: z.boolean().nullish(),
  vpc_uuid: z.string().optional(),
  project_id: z.string().optional(),
  type: z.enum(["REGIONAL", "REGIONAL_NETWORK"]).nullish(),
  network: z.enum(["EXTERNAL", "INTERNAL"]).nullish(),
  network_stack: z.enum(["IPV4", "DUALSTACK"]).nullish(),
  tls_cipher_policy: z.enum(["DEFAULT", "STRONG"]).nullish(),
  firewall: firewall.nullish(),
});

export type BalancerRequest = z.output<typeof balancerRequest>;

export const droplets = z.object({ droplet_ids: z.array(z.int()) });
export const rules = balancerRequest.pick({ forwarding_rules: true });

/** The older names of sizes, in nodes. */
const units: Readonly<Record<string, number>> = { "lb-small": 1, "lb-medium": 3, "lb-large": 6 };

type Given = Pick<BalancerRequest, "name" | "forwarding_rules"> & Partial<BalancerRequest>;

export function settingsOf(requested: Given): BalancerSettings {
  return {
    name: requested.name,
    algorithm: requested.algorithm ?? "round_robin",
    size: requested.size ?? "lb-small",
    size_unit: requested.size_unit ?? units[requested.size ?? ""] ?? 1,
    forwarding_rules: requested.forwarding_rules,
    health_check: requested.health_check ?? healthCheck.parse({}),
    sticky_sessions: requested.sticky_sessions ?? { type: "none" },
    tag: requested.tag ?? "",
    droplet_ids: requested.droplet_ids ?? [],
    redirect_http_to_https: requested.redirect_http_to_https ?? false,
    enable_proxy_protocol: requested.enable_proxy_protocol ?? false,
    enable_backend_keepalive: requested.enable_backend_keepalive ?? false,
    http_idle_timeout_seconds: requested.http_idle_timeout_seconds ?? 60,
    disable_lets_encrypt_dns_records: requested.disable_lets_encrypt_dns_records ?? false,
    type: requested.type ?? "REGIONAL",
    network: requested.network ?? "EXTERNAL",
    network_stack: requested.network_stack ?? "IPV4",
    tls_cipher_policy: requested.tls_cipher_policy ?? "DEFAULT",
    ...(requested.firewall
      ? { firewall: { deny: requested.firewall.deny ?? [], allow: requested.firewall.allow ?? [] } }
      : {}),
  };
}

/** @throws ApiError 422 with the first thing that the account doesn't have or the API doesn't allow. */
export function checkBalancer(call: Call, requested: BalancerRequest, own?: string): void {
  const { state } = call;
  const isTaken = Object.values(state.loadBalancers).some(
    ({ id, name }) => name === requested.name && id !== own,
  );
  if (isTaken) throw unprocessable(`a load balancer with the name ${requested.name} already exists`);
  const ids = requested.droplet_ids ?? [];
  if (ids.length > 0 && requested.tag) throw unprocessable("tag and droplet_ids exclude each other");
  if (ids.length > MOST_DROPLETS_BY_ID) {
    throw unprocessable(`at most ${MOST_DROPLETS_BY_ID} droplets can be given by id; use a tag for more`);
  }
  const missing = ids.filter((id) => !(id in state.droplets));
  if (missing.length > 0) throw unprocessable(`droplets ${missing.join(", ")} were not found`);
  const seen = new Set<string>();
  for (const rule of requested.forwarding_rules) {
    checkRule(call, rule);
    const entry = `${rule.entry_protocol === "udp" ? "udp" : "tcp"} ${rule.entry_port}`;
    if (seen.has(entry)) throw unprocessable(`entry port ${rule.entry_port} is used by two forwarding rules`);
    seen.add(entry);
  }
}

function checkRule({ state }: Call, rule: ForwardingRule): void {
  const isTls = ["https", "http2", "http3"].includes(rule.entry_protocol);
  if (rule.certificate_id !== "" && !(rule.certificate_id in state.certificates)) {
    throw unprocessable(`certificate ${rule.certificate_id} was not found`);
  }
  if (isTls && rule.certificate_id === "" && !rule.tls_passthrough) {
    throw unprocessable(`a rule for ${rule.entry_protocol} needs a certificate_id or tls_passthrough`);
  }
}
