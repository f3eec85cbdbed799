import { blocksOf, type Fields, type ResourceType, textOf, type Work } from "../plugin/index.ts";
import { type Api, fieldsOf } from "./api.ts";
import { filled, idOf, ifAsked, itemsOf, pick } from "./fields.ts";
import { certificateIds, certificateNames, certificateOf } from "./loadbalancer-certificates.ts";
import { checkLoadbalancer } from "./loadbalancer-checks.ts";
import { loadbalancerAttributes } from "./loadbalancer-schema.ts";
import { doing } from "./rest-resource.ts";
import { waitFor } from "./wait.ts";

const COLLECTION = "/v2/load_balancers";
/** As long as the real provider waits; it can't be set. */
const ACTIVE_MS = 10 * 60_000;

const FLAGS = [
  "redirect_http_to_https",
  "enable_proxy_protocol",
  "enable_backend_keepalive",
  "disable_lets_encrypt_dns_records",
] as const;
const HEALTHCHECK = [
  "protocol",
  "port",
  "path",
  "check_interval_seconds",
  "response_timeout_seconds",
  "healthy_threshold",
  "unhealthy_threshold",
] as const;
const STICKY = ["type", "cookie_name", "cookie_ttl_seconds"] as const;
const RULE = ["entry_protocol", "entry_port", "target_protocol", "target_port", "tls_passthrough"] as const;
/** The API fills these in by itself; the state holds them only where they were asked for. */
const HAS_DEFAULT = ["network", "network_stack", "tls_cipher_policy", "size"] as const;

export const loadbalancer: ResourceType<Api> = {
  schema: { version: 1, attributes: loadbalancerAttributes },
  validate: checkLoadbalancer,

  create({ client, signal, keep }, planned) {
    return doing("creating Load Balancer", signal, async () => {
      const body = await requestBody({ client, signal }, planned);
      const made = fieldsOf(await client.send(signal, "POST", COLLECTION, body), "load_balancer");
      keep({ ...planned, id: idOf(made) });
      return settled({ client, signal }, idOf(made), planned);
    });
  },

  read({ client, signal }, stored) {
    return doing("retrieving Load Balancer", signal, async () => {
      const answer = await client.find(signal, `${COLLECTION}/${idOf(stored)}`);
      if (answer === null) return null;
      return {
        state: await stateOf({ client, signal }, fieldsOf(answer, "load_balancer"), stored),
        isLost: false,
      };
    });
  },

  update({ client, signal }, stored, planned) {
    return doing("updating Load Balancer", signal, async () => {
      const id = idOf(stored);
      await client.send(signal, "PUT", `${COLLECTION}/${id}`, await requestBody({ client, signal }, planned));
      return settled({ client, signal }, id, planned);
    });
  },

  delete({ client, signal }, stored) {
    return doing("deleting Load Balancer", signal, () =>
      client.remove(signal, `${COLLECTION}/${idOf(stored)}`),
    );
  },

  async import(_work, id) {
    return { id };
  },
};

/** Waits until the balancer is active, and gives its state. */
function settled({ client, signal }: Work<Api>, id: string, planned: Fields): Promise<Fields> {
  const bounded = AbortSignal.any([signal, AbortSignal.timeout(ACTIVE_MS)]);
  return doing(`waiting for Load Balancer (${id}) to become active`, bounded, async () => {
    const answer = await waitFor(bounded, async () => {
      const balancer = fieldsOf(await client.get(bounded, `${COLLECTION}/${id}`), "load_balancer");
      if (balancer.status === "errored") throw new Error("unexpected state 'errored', wanted 'active'");
      return balancer.status === "active" ? balancer : null;
    });
    return stateOf({ client, signal }, answer, planned);
  });
}

async function requestBody(work: Work<Api>, planned: Fields): Promise<Fields> {
  const ids = await certificateIds(work, planned);
  const [healthcheck] = blocksOf(planned, "healthcheck");
  const [sticky] = blocksOf(planned, "sticky_sessions");
  const [firewall] = blocksOf(planned, "firewall");
  const tag = textOf(planned, "droplet_tag");
  return {
    ...pick(planned, "name", "algorithm", "region", ...FLAGS),
    ...filled(
      pick(
        planned,
        ...HAS_DEFAULT,
        "size_unit",
        "type",
        "vpc_uuid",
        "project_id",
        "http_idle_timeout_seconds",
      ),
    ),
    ...(tag ? { tag } : filled({ droplet_ids: itemsOf(planned, "droplet_ids") })),
    forwarding_rules: blocksOf(planned, "forwarding_rule").map((rule) => ({
      ...pick(rule, ...RULE),
      ...filled({ certificate_id: ids.get(certificateOf(rule)) ?? "" }),
    })),
    ...(healthcheck ? { health_check: filled(pick(healthcheck, ...HEALTHCHECK)) } : {}),
    ...(sticky ? { sticky_sessions: filled(pick(sticky, ...STICKY)) } : {}),
    ...(firewall ? { firewall: { allow: itemsOf(firewall, "allow"), deny: itemsOf(firewall, "deny") } } : {}),
  };
}

async function stateOf(work: Work<Api>, answer: Fields, resource: Fields): Promise<Fields> {
  const names = await certificateNames(work, answer);
  const id = idOf(answer);
  return {
    ...pick(answer, "name", "algorithm", "ip", "status", "size_unit", "type", "vpc_uuid", "project_id"),
    ...pick(answer, "http_idle_timeout_seconds", ...FLAGS),
    ...ifAsked(answer, resource, ...HAS_DEFAULT),
    id,
    urn: `do:loadbalancer:${id}`,
    ipv6: textOf(answer, "ipv6") || null,
    region: textOf(fieldsOf(answer, "region"), "slug"),
    droplet_tag: textOf(answer, "tag") || null,
    droplet_ids: itemsOf(answer, "droplet_ids"),
    forwarding_rule: blocksOf(answer, "forwarding_rules").map((rule) => ruleState(rule, names)),
    healthcheck: blockState(fieldsOf(answer, "health_check"), HEALTHCHECK),
    sticky_sessions: blockState(fieldsOf(answer, "sticky_sessions"), STICKY),
    firewall: firewallState(fieldsOf(answer, "firewall")),
    domains: [],
    glb_settings: [],
    target_load_balancer_ids: itemsOf(answer, "target_load_balancer_ids"),
  };
}

function ruleState(rule: Fields, names: ReadonlyMap<string, string>): Fields {
  const name = names.get(textOf(rule, "certificate_id") ?? "") ?? "";
  return {
    ...pick(rule, ...RULE),
    tls_passthrough: rule.tls_passthrough ?? false,
    certificate_id: name,
    certificate_name: name,
  };
}

function blockState(answer: Fields, names: readonly string[]): Fields[] {
  return Object.keys(answer).length === 0 ? [] : [pick(answer, ...names)];
}

function firewallState(answer: Fields): Fields[] {
  const [allow, deny] = [itemsOf(answer, "allow"), itemsOf(answer, "deny")];
  return allow.length + deny.length === 0 ? [] : [{ allow, deny }];
}
