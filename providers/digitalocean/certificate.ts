import {
  type Attributes,
  blocksOf,
  type Diagnostic,
  type Fields,
  isZero,
  ProviderError,
  type ResourceType,
  textOf,
  textsOf,
  type Work,
} from "../plugin/index.ts";
import { type Api, fieldsOf } from "./api.ts";
import { oneOf } from "./checks.ts";
import { filled, idOf, itemsOf, pick } from "./fields.ts";
import { doing } from "./rest-resource.ts";
import { hashed, NOT_REPORTED } from "./stored-form.ts";
import { untilFree, waitFor } from "./wait.ts";

const COLLECTION = "/v2/certificates";
const PEMS = ["private_key", "leaf_certificate", "certificate_chain"] as const;
/** How long a balancer that has just changed may still hold the certificate. */
const IN_USE_MS = 30_000;

const pem = {
  type: "string",
  use: "optional",
  forceNew: true,
  normalize: hashed,
  importedAs: NOT_REPORTED,
} as const;

const attributes: Attributes = {
  certificate_chain: pem,
  domains: {
    type: "set",
    element: "string",
    use: "optional",
    forceNew: true,
    conflictsWith: [...PEMS],
    // The names of a user's own certificate are in the certificate, not in the request.
    same: (_stored, configured) => configured === null,
  },
  leaf_certificate: pem,
  name: { type: "string", use: "required", forceNew: true },
  not_after: { type: "string", use: "computed" },
  private_key: { ...pem, sensitive: true },
  sha1_fingerprint: { type: "string", use: "computed" },
  state: { type: "string", use: "computed" },
  type: {
    type: "string",
    use: "optional",
    default: "custom",
    forceNew: true,
    check: oneOf("custom", "lets_encrypt"),
  },
  uuid: { type: "string", use: "computed" },
};

/** A certificate's id is its name: with each renewal by Let's Encrypt its uuid changes. */
export const certificate: ResourceType<Api> = {
  schema: { version: 1, attributes },
  validate: missingParts,

  create({ client, signal, keep, config }, planned) {
    return doing("creating certificate", signal, async () => {
      const answer = await client.send(signal, "POST", COLLECTION, creationBody(planned, config));
      const made = fieldsOf(answer, "certificate");
      keep({ ...planned, ...certificateState(made) });
      return doing(`waiting for certificate (${idOf(made)}) to be verified`, signal, async () =>
        certificateState(await verified({ client, signal }, idOf(made))),
      );
    });
  },

  read({ client, signal }, stored) {
    return doing("retrieving certificate", signal, async () => {
      const found = await byName({ client, signal }, idOf(stored));
      return found && { state: certificateState(found), isLost: false };
    });
  },

  delete({ client, signal }, stored) {
    return doing("deleting certificate", signal, async () => {
      const bounded = AbortSignal.any([signal, AbortSignal.timeout(IN_USE_MS)]);
      await untilFree(
        bounded,
        ({ status }) => status === 403,
        () => client.remove(bounded, `${COLLECTION}/${textOf(stored, "uuid") ?? ""}`),
      );
    });
  },

  import({ client, signal }, name) {
    return doing("retrieving certificate", signal, async () => {
      const found = await byName({ client, signal }, name);
      const untold = found?.type === "custom" ? PEMS.map((part) => [part, NOT_REPORTED] as const) : [];
      return { id: name, ...Object.fromEntries(untold) };
    });
  },
};

async function byName({ client, signal }: Work<Api>, name: string): Promise<Fields | null> {
  const answer = await client.get(signal, `${COLLECTION}?name=${encodeURIComponent(name)}`);
  return blocksOf(answer, "certificates").find((candidate) => candidate.name === name) ?? null;
}

function creationBody(planned: Fields, config: Fields): Fields {
  return {
    ...pick(planned, "name", "type"),
    ...filled({ dns_names: textsOf(planned, "domains") }),
    ...filled(pick(config, ...PEMS)),
  };
}

function verified({ client, signal }: Work<Api>, id: string): Promise<Fields> {
  return waitFor(signal, async () => {
    const answer = fieldsOf(await client.get(signal, `${COLLECTION}/${id}`), "certificate");
    if (answer.state === "error") {
      const names = textsOf(answer, "dns_names").join(", ");
      throw new ProviderError(
        `The certificate for ${names} could not be had from Let's Encrypt`,
        "Each name must be in a domain that DigitalOcean's name servers serve. It is tainted: the next apply tries again.",
      );
    }
    return answer.state === "verified" ? answer : null;
  });
}

function certificateState(answer: Fields): Fields {
  return {
    ...pick(answer, "name", "type", "state", "not_after", "sha1_fingerprint"),
    id: answer.name ?? null,
    uuid: idOf(answer),
    domains: itemsOf(answer, "dns_names"),
  };
}

function missingParts(config: Fields): Diagnostic[] {
  const needed = config.type === "lets_encrypt" ? ["domains"] : ["private_key", "leaf_certificate"];
  return needed
    .filter((name) => isZero(config[name] ?? null))
    .map((name) => ({
      severity: "error",
      summary: `${name} is needed in a certificate of type ${textOf(config, "type") ?? "custom"}`,
      detail: `Set ${name}.`,
      path: [name],
    }));
}
