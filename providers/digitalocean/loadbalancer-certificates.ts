import { blocksOf, type Fields, ProviderError, textOf, type Work } from "../plugin/index.ts";
import { type Api, fieldsOf } from "./api.ts";
import { idOf } from "./fields.ts";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * The ids of the certificates that the forwarding rules name, by name. A renewed Let's Encrypt certificate has another
 * id, so the state holds names.
 * @throws ProviderError where the account has no certificate of that name.
 */
export async function certificateIds(work: Work<Api>, planned: Fields): Promise<ReadonlyMap<string, string>> {
  const names = new Set(
    blocksOf(planned, "forwarding_rule")
      .map(certificateOf)
      .filter((name) => name !== ""),
  );
  const entries = [...names].map(async (name) => [name, await idByName(work, name)] as const);
  return new Map(await Promise.all(entries));
}

/** The names of the certificates that an answered load balancer refers to, by id. */
export async function certificateNames(
  { client, signal }: Work<Api>,
  answer: Fields,
): Promise<ReadonlyMap<string, string>> {
  const ids = new Set(
    blocksOf(answer, "forwarding_rules").map((rule) => textOf(rule, "certificate_id") ?? ""),
  );
  ids.delete("");
  const entries = [...ids].map(async (id) => {
    const certificate = await client.find(signal, `/v2/certificates/${id}`);
    // One that is gone shows as its id, so that the plan puts the right one back.
    return [id, (certificate && textOf(fieldsOf(certificate, "certificate"), "name")) ?? id] as const;
  });
  return new Map(await Promise.all(entries));
}

/** How a forwarding rule calls its certificate; "" where it has none. */
export function certificateOf(rule: Fields): string {
  return textOf(rule, "certificate_name") || textOf(rule, "certificate_id") || "";
}

async function idByName({ client, signal }: Work<Api>, name: string): Promise<string> {
  if (UUID.test(name)) return name;
  const answer = await client.get(signal, `/v2/certificates?name=${encodeURIComponent(name)}`);
  const certificate = blocksOf(answer, "certificates").find((candidate) => candidate.name === name);
  if (certificate) return idOf(certificate);
  throw new ProviderError(
    `The account has no certificate named ${name}`,
    "Refer to a digitalocean_certificate by its name, so that it is made first.",
  );
}
