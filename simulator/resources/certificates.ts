import { createPrivateKey, X509Certificate } from "node:crypto";
import { z } from "zod";
import { digestOf, timeText, uuidOf } from "../account/ids.ts";
import type { Certificate } from "../account/networks.ts";
import { nextSerial, type State } from "../account/state.ts";
import { put, without } from "../account/tables.ts";
import { begin, statusAt } from "../account/transition.ts";
import { forbidden, found, type Reply, unprocessable } from "../answer.ts";
import { type Call, created, noContent, ok, page, param, parse, type Route, route } from "../call.ts";

const request = z.object({
  name: z.string().min(1).max(255),
  type: z.enum(["custom", "lets_encrypt"]).nullish(),
  dns_names: z.array(z.string()).nullish(),
  private_key: z.string().nullish(),
  leaf_certificate: z.string().nullish(),
  certificate_chain: z.string().nullish(),
});

type Request = z.output<typeof request>;
type Contents = Pick<Certificate, "type" | "not_after" | "sha1_fingerprint" | "dns_names" | "issue">;

/** Let's Encrypt's certificates are good for 90 days. */
const LETS_ENCRYPT_MS = 90 * 24 * 60 * 60 * 1000;

function create(call: Call): Reply {
  const requested = parse(call, request);
  if (Object.values(call.state.certificates).some(({ name }) => name === requested.name)) {
    throw unprocessable(`a certificate with the name ${requested.name} already exists`);
  }
  const isCustom = requested.type === "custom" || Boolean(requested.leaf_certificate);
  const { state, serial } = nextSerial(call.state);
  const certificate: Certificate = {
    id: uuidOf(serial),
    name: requested.name,
    created_at: timeText(call.now),
    ...(isCustom ? uploaded(call, requested) : issued(call, requested, serial)),
  };
  const after = { ...state, certificates: put(state.certificates, certificate.id, certificate) };
  return created(after, { certificate: shown(certificate, Number.NEGATIVE_INFINITY) });
}

function uploaded(call: Call, requested: Request): Contents {
  const leaf = read(() => new X509Certificate(requested.leaf_certificate ?? ""), "leaf_certificate");
  const key = read(() => createPrivateKey(requested.private_key ?? ""), "private_key");
  if (!leaf.checkPrivateKey(key)) throw unprocessable("private_key does not belong to leaf_certificate");
  if (leaf.validToDate.getTime() <= call.now) throw unprocessable("leaf_certificate has expired");
  return {
    type: "custom",
    not_after: timeText(leaf.validToDate.getTime()),
    sha1_fingerprint: leaf.fingerprint.replaceAll(":", "").toLowerCase(),
    dns_names: (leaf.subjectAltName ?? "")
      .split(", ")
      .flatMap((name) => (name.startsWith("DNS:") ? name.slice("DNS:".length) : [])),
    issue: { from: "verified", to: "verified", at: call.now },
  };
}

function read<T>(parsed: () => T, field: string): T {
  try {
    return parsed();
  } catch {
    throw unprocessable(`${field} is not valid PEM`);
  }
}

function issued(call: Call, requested: Request, serial: number): Contents {
  const names = requested.dns_names ?? [];
  if (names.length === 0) throw unprocessable("dns_names is needed for a Let's Encrypt certificate");
  const domains = Object.keys(call.state.domains);
  const unmanaged = names.filter(
    (name) => !domains.some((domain) => name === domain || name.endsWith(`.${domain}`)),
  );
  if (unmanaged.length > 0) {
    throw unprocessable(`${unmanaged.join(", ")}: the domain must be managed by DigitalOcean's DNS`);
  }
  return {
    type: "lets_encrypt",
    not_after: timeText(call.now + LETS_ENCRYPT_MS),
    sha1_fingerprint: digestOf(`fingerprint ${serial}`).slice(0, 40),
    dns_names: names,
    issue: begin(call, "certificate", "pending", "verified"),
  };
}

function remove(call: Call): Reply {
  const { id } = certificateOf(call);
  if (isInUse(call.state, id)) throw forbidden("Make sure the certificate is not in use before deleting it");
  return noContent({ ...call.state, certificates: without(call.state.certificates, id) });
}

function isInUse(state: State, id: string): boolean {
  return Object.values(state.loadBalancers).some(({ forwarding_rules }) =>
    forwarding_rules.some((rule) => rule.certificate_id === id),
  );
}

function certificateOf(call: Call): Certificate {
  return found(call.state.certificates[param(call, "certificate_id")]);
}

function shown({ issue, ...fields }: Certificate, now: number): object {
  return { ...fields, state: statusAt(issue, now) };
}

function list(call: Call): Reply {
  const name = call.query.get("name");
  const rows = Object.values(call.state.certificates).filter((each) => !name || each.name === name);
  return page(call, "certificates", rows, (each) => shown(each, call.now));
}

export const certificateRoutes: readonly Route[] = [
  route("GET", "/v2/certificates", list),
  route("POST", "/v2/certificates", create),
  route("GET", "/v2/certificates/{certificate_id}", (call) =>
    ok(call.state, { certificate: shown(certificateOf(call), call.now) }),
  ),
  route("DELETE", "/v2/certificates/{certificate_id}", remove),
];
