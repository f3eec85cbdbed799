import { setTimeout as delay } from "node:timers/promises";
import { blocksOf, type Fields, isFields, numberOf, textOf, type Value } from "../plugin/index.ts";
import { isPassing, type RetryLimits, retryWaitMs } from "./retry.ts";

/** As many as the API puts on one page at most. */
const PAGE_SIZE = 200;
/** Names of connection failures before anything was sent: such a request may be sent again, whatever it does. */
const NOT_SENT = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT"]);

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

export interface ApiSettings {
  /** Where the API is, without a path. */
  readonly endpoint: string;
  readonly token: string;
  readonly retries: RetryLimits;
}

/** An answer of the API that is a refusal, told as DigitalOcean's own clients tell it. */
export class ApiFailure extends Error {
  readonly status: number;
  /** What the API said, without the wrapping. */
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
    const { endpoint, retries } = this.#settings;
    const label = `${method} ${endpoint}${path}`;
    for (let attempt = 0; ; attempt += 1) {
      const answer = await this.#attempt(signal, method, path, body);
      if (answer instanceof Response && answer.ok) return bodyOf(await answer.text());
      const isWorthAnother =
        answer instanceof Response
          ? isPassing(answer.status)
          : NOT_SENT.has(answer.code) || method === "GET" || method === "DELETE";
      if (!isWorthAnother || attempt >= retries.most) {
        const tries = attempt > 0 ? `; giving up after ${attempt + 1} attempt(s)` : "";
        throw answer instanceof Response
          ? await failureOf(answer, label, tries)
          : new NoAnswer(`${label}: ${answer.message}${tries}`, answer.code);
      }
      const status = answer instanceof Response ? answer.status : null;
      const retryAfter = answer instanceof Response ? answer.headers.get("retry-after") : null;
      await delay(retryWaitMs(attempt, { status, retryAfter }, retries), undefined, { signal });
    }
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

  async #attempt(
    signal: AbortSignal,
    method: Method,
    path: string,
    body: Fields | undefined,
  ): Promise<Response | NoAnswer> {
    const { endpoint, token } = this.#settings;
    try {
      return await fetch(`${endpoint}${path}`, {
        method,
        signal,
        headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
    } catch (thrown) {
      signal.throwIfAborted();
      const cause: unknown = thrown instanceof Error ? (thrown.cause ?? thrown) : thrown;
      const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
      return new NoAnswer(cause instanceof Error ? cause.message || code : String(cause), code);
    }
  }
}

/** The object in a field of an answer; empty where there is none. */
export function fieldsOf(fields: Fields, name: string): Fields {
  const value = fields[name] ?? null;
  return isFields(value) ? value : {};
}

/** Gives what the API answers, or null where it says 404. */
export async function found<Answer>(request: Promise<Answer>): Promise<Answer | null> {
  try {
    return await request;
  } catch (thrown) {
    if (thrown instanceof ApiFailure && thrown.status === 404) return null;
    throw thrown;
  }
}

function bodyOf(text: string): Fields {
  const value: Value = text === "" ? {} : JSON.parse(text);
  return isFields(value) ? value : {};
}

async function failureOf(answer: Response, label: string, tries: string): Promise<ApiFailure> {
  const text = await answer.text();
  const body = parsed(text);
  const reason = textOf(body, "message") ?? text.slice(0, 500);
  const id = textOf(body, "request_id") ?? answer.headers.get("x-request-id");
  const request = id ? ` (request "${id}")` : "";
  return new ApiFailure(`${label}: ${answer.status}${request} ${reason}${tries}`, answer.status, reason);
}

function parsed(text: string): Fields {
  try {
    return bodyOf(text);
  } catch {
    return {};
  }
}
