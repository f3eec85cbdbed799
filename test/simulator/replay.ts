import { generate } from "selfsigned";
import type { Client } from "./client.ts";

/** A line of the recording: one request of the provider with the answer that it got. */
export interface Exchange {
  readonly phase: string;
  readonly method?: string;
  readonly path?: string;
  readonly req?: object | null;
  readonly status?: number;
  readonly res?: unknown;
}

/** Where the stub that was recorded is known to be unlike DigitalOcean's document, which the simulator follows. */
const knownDifferences: readonly RegExp[] = [
  // The document's misspelling of images, answered beside the right one.
  /\.imgages: /,
  // A certificate's creation is documented as 201.
  /: POST \/v2\/certificates: 202 was answered, now 201 /,
  // An empty period is none, and is left out.
  /\.period: "" was answered, now undefined/,
];

/** Asks what was recorded again. @returns where the answers differ in status, fields or the fields' types. */
export async function replay(
  client: Client,
  exchanges: readonly Exchange[],
  names: Names,
): Promise<readonly string[]> {
  const differences: string[] = [];
  for (const exchange of exchanges) {
    const { method, path, status } = exchange;
    if (method === undefined || path === undefined) continue;
    const request = await withRealKeys(names.inBody(exchange.req ?? undefined));
    const answer = await client.send(method, names.inText(path), request);
    names.learn(exchange.res, answer.body);
    const where = `${exchange.phase}: ${method} ${path}`;
    const isSameStatus = answer.status === status;
    const shown = JSON.stringify(answer.body)?.slice(0, 200);
    const found = isSameStatus
      ? shapeDifferences(exchange.res, answer.body, where)
      : [`${where}: ${status} was answered, now ${answer.status} ${shown}`];
    differences.push(...found);
  }
  return differences.filter((each) => !knownDifferences.some((known) => known.test(each)));
}

const IDS = /\b([0-9a-f]{8}-[0-9a-f-]{27}|5\d{8})\b/g;

/** Ids of the recording, and which ids of this run stand for them. */
export class Names {
  readonly #known = new Map<string, string>();

  set(recorded: string, own: string | number): void {
    this.#known.set(recorded, String(own));
  }

  inText(text: string): string {
    return text.replace(IDS, (id) => this.#known.get(id) ?? id);
  }

  inBody(body: object | undefined): object | undefined {
    return body === undefined ? undefined : JSON.parse(this.inText(JSON.stringify(body)));
  }

  learn(recorded: unknown, answered: unknown): void {
    if (Array.isArray(recorded) && Array.isArray(answered)) {
      for (const [index, each] of recorded.entries()) this.learn(each, answered[index]);
    } else if (isObject(recorded) && isObject(answered)) {
      for (const [key, value] of Object.entries(recorded)) {
        if (key !== "request_id") this.learn(value, answered[key]);
      }
    } else if (isId(recorded) && isId(answered) && !this.#known.has(String(recorded))) {
      this.set(String(recorded), String(answered));
    }
  }
}

function isId(value: unknown): boolean {
  return new RegExp(`^${IDS.source}$`).test(String(value));
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Every field that the provider got is there again, with the same type. More may be there. */
function shapeDifferences(recorded: unknown, answered: unknown, where: string): readonly string[] {
  if (recorded === undefined || recorded === null) return [];
  if (isObject(recorded) && isObject(answered)) {
    return Object.entries(recorded).flatMap(([key, value]) =>
      shapeDifferences(value, answered[key], `${where} .${key}`),
    );
  }
  if (Array.isArray(recorded) && Array.isArray(answered)) {
    if (recorded.length > 0 && answered.length === 0) return [`${where}: entries were answered, now none`];
    return recorded
      .slice(0, answered.length)
      .flatMap((each, index) => shapeDifferences(each, answered[index], `${where}[${index}]`));
  }
  const isSame = typeof recorded === typeof answered && isObject(recorded) === isObject(answered);
  return isSame
    ? []
    : [`${where}: ${JSON.stringify(recorded)} was answered, now ${JSON.stringify(answered)}`];
}

let pair: ReturnType<typeof generate> | undefined;

/** The recording holds no private keys: certificates that are uploaded in it get a pair of this run. */
async function withRealKeys(body: object | undefined): Promise<object | undefined> {
  if (body === undefined || !("leaf_certificate" in body)) return body;
  pair ??= generate([{ name: "commonName", value: "app.example.test" }], {
    keyType: "ec",
    extensions: [{ name: "subjectAltName", altNames: [{ type: 2, value: "app.example.test" }] }],
  });
  const { private: private_key, cert: leaf_certificate } = await pair;
  return { ...body, private_key, leaf_certificate };
}
