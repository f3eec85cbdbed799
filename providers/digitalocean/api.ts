import {
  isPassing,
  type Method,
  type Outcome,
  type RetryLimits,
  send,
} from "../../modules/digitalocean-api/index.ts";
import { blocksOf, type Fields, isFields, numberOf, parseFields, textOf } from "../plugin/index.ts";

/** As many as the API puts on one page at most. */
const PAGE_SIZE = 200;

export type { Method };

export interface ApiSettings {
  /** Where the API is, without a path. */
  readonly endpoint: string;
  readonly token: string;
  readonly retries: RetryLimits;
}

/** An error answer of the API, in the format of DigitalOcean's own clients. */
export class ApiFailure extends Error {
  readonly status: number;
  /** The API's own message. */
  readonly reason: string;

  constructor(message: string, status: number, reason: string) {
    super(message);
    this.status = status;
    this.reason = reason;
  }
}

/** A request that got no answer. */
export class NoAnswer extends Error {
  readonly code: string;

  constructor(message: string, code: string) {
    super(message);
    this.code = code;
  }
}

/** DigitalOcean's REST API. A path begins with /v2; an answer without a body is empty. */
export class Api {
  readonly #settings: ApiSettings;

  constructor(settings: ApiSettings) {
    this.#settings = settings;
  }

  /**
   * Sends a request, again where that may help, and gives the answer.
   * @throws ApiFailure for a refusal, NoAnswer where none came, and what the signal was aborted with.
   */
  async send(signal: AbortSignal, method: Method, path: string, body?: Fields): Promise<Fields> {
    const { endpoint, token, retries } = this.#settings;
    const request = { endpoint, token, method, path, body };
    const { outcome, attempts } = await send(request, { limits: retries, mayRepeat, signal });
    if (outcome.kind === "answer" && outcome.status >= 200 && outcome.status < 300)
      return bodyOf(outcome.text, `${method} ${endpoint}${path}: ${outcome.status}`, outcome.status);
    const tries = attempts > 1 ? `; giving up after ${attempts} attempt(s)` : "";
    const label = `${method} ${endpoint}${path}`;
    if (outcome.kind === "answer") throw failureOf(outcome, label, tries);
    throw new NoAnswer(`${label}: ${outcome.message}${tries}`, outcome.code);
  }

  get(signal: AbortSignal, path: string): Promise<Fields> {
    return this.send(signal, "GET", path);
  }

  /** Gives null where the API doesn't know the object. */
  find(signal: AbortSignal, path: string): Promise<Fields | null> {
    return found(this.get(signal, path));
  }

  /** Deletes, and takes what is gone already for done. */
  async remove(signal: AbortSignal, path: string): Promise<void> {
    await found(this.send(signal, "DELETE", path));
  }

  /** All objects of a collection, over all its pages. */
  async list(signal: AbortSignal, path: string, key: string): Promise<Fields[]> {
    const objects: Fields[] = [];
    for (let page = 1; ; page += 1) {
      const answer = await this.get(signal, `${path}?page=${page}&per_page=${PAGE_SIZE}`);
      const more = blocksOf(answer, key);
      objects.push(...more);
      const total = numberOf(fieldsOf(answer, "meta"), "total") ?? objects.length;
      if (more.length === 0 || objects.length >= total) return objects;
    }
  }
}

/** The object in a field of an answer; empty where there is none. */
export function fieldsOf(fields: Fields, name: string): Fields {
  const value = fields[name] ?? null;
  return isFields(value) ? value : {};
}

/** The API's answer, or null for a 404. */
export async function found<Answer>(request: Promise<Answer>): Promise<Answer | null> {
  try {
    return await request;
  } catch (thrown) {
    if (thrown instanceof ApiFailure && thrown.status === 404) return null;
    throw thrown;
  }
}

/** @throws ApiFailure for a text that is no JSON object, as a proxy's page */
function bodyOf(text: string, label: string, status: number): Fields {
  if (text === "") return {};
  const reason = `the answer is no JSON object: ${text.slice(0, 500)}`;
  return parseFields(text) ?? fail(new ApiFailure(`${label} ${reason}`, status, reason));
}

function fail(failure: ApiFailure): never {
  throw failure;
}

/** As the real provider does: an answer that passes is worth another attempt of whatever the request does. */
function mayRepeat(method: Method, outcome: Outcome): boolean {
  if (outcome.kind === "answer") return isPassing(outcome.status);
  return outcome.isUnsent || method === "GET" || method === "DELETE";
}

function failureOf(
  { status, headers, text }: Extract<Outcome, { readonly kind: "answer" }>,
  label: string,
  tries: string,
): ApiFailure {
  const body = parseFields(text) ?? {};
  const reason = textOf(body, "message") ?? text.slice(0, 500);
  const id = textOf(body, "request_id") ?? headers.get("x-request-id");
  const request = id ? ` (request "${id}")` : "";
  return new ApiFailure(`${label}: ${status}${request} ${reason}${tries}`, status, reason);
}
