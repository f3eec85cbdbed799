import { setTimeout as delay } from "node:timers/promises";
import { type RetryLimits, retryWaitMs } from "./retry.ts";

export type Method = "GET" | "POST" | "PUT" | "PATCH" | "DELETE";

export interface ApiRequest {
  /** Where the API is, without a slash at its end. */
  readonly endpoint: string;
  readonly token: string;
  readonly method: Method;
  /** Begins with /v2. */
  readonly path: string;
  /** JSON. */
  readonly body?: object | undefined;
}

/** What came of a request: an answer, read to its end, or why there is none. */
export type Outcome =
  | {
      readonly kind: "answer";
      readonly status: number;
      readonly headers: Headers;
      readonly text: string;
    }
  | {
      readonly kind: "no-answer";
      readonly message: string;
      /** Name of the system's error, e.g. ECONNREFUSED; empty where it has none. */
      readonly code: string;
      /** Whether the API can't have seen the request: it may be sent again whatever it does. */
      readonly isUnsent: boolean;
    };

export interface RetryPolicy {
  readonly limits: RetryLimits;
  /** Whether another attempt may help and does no harm. */
  readonly mayRepeat: (method: Method, outcome: Outcome) => boolean;
  /** For each attempt. @default none */
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** Names of connection failures before anything was sent. */
const unsent = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT"]);

/**
 * Sends a request, again where the policy allows it, and gives the last outcome and how many attempts were made.
 * @throws what the policy's signal was aborted with
 */
export async function send(
  request: ApiRequest,
  policy: RetryPolicy,
): Promise<{ readonly outcome: Outcome; readonly attempts: number }> {
  const { limits, signal } = policy;
  const startedAt = performance.now();
  for (let attempt = 0; ; attempt += 1) {
    const outcome = await sendOnce(request, policy);
    const waitMs = retryWaitMs(attempt, whatCame(outcome), limits);
    const isOver = performance.now() - startedAt + waitMs > (limits.budgetMs ?? Number.POSITIVE_INFINITY);
    if (isGood(outcome) || attempt >= limits.most || isOver || !policy.mayRepeat(request.method, outcome))
      return { outcome, attempts: attempt + 1 };
    await delay(waitMs, undefined, signal === undefined ? {} : { signal });
  }
}

function isGood(outcome: Outcome): boolean {
  return outcome.kind === "answer" && outcome.status >= 200 && outcome.status < 300;
}

function whatCame(outcome: Outcome) {
  if (outcome.kind === "no-answer") return { status: null, retryAfter: null };
  const { status, headers } = outcome;
  return {
    status,
    retryAfter: headers.get("retry-after"),
    rateLimitReset: headers.get("ratelimit-reset"),
  };
}

/** The one place where DigitalOcean's API is asked. */
async function sendOnce(request: ApiRequest, { signal, timeoutMs }: RetryPolicy): Promise<Outcome> {
  const { endpoint, token, method, path, body } = request;
  const signals = [signal, timeoutMs === undefined ? undefined : AbortSignal.timeout(timeoutMs)];
  try {
    const response = await fetch(`${endpoint}${path}`, {
      method,
      signal: AbortSignal.any(signals.filter((each) => each !== undefined)),
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const { status, headers } = response;
    return { kind: "answer", status, headers, text: await response.text() };
  } catch (thrown) {
    signal?.throwIfAborted();
    return noAnswer(thrown, timeoutMs);
  }
}

function noAnswer(thrown: unknown, timeoutMs: number | undefined): Outcome {
  if (thrown instanceof DOMException && thrown.name === "TimeoutError")
    return { kind: "no-answer", message: `no answer within ${timeoutMs} ms`, code: "", isUnsent: false };
  const cause: unknown = thrown instanceof Error ? (thrown.cause ?? thrown) : thrown;
  const code = cause instanceof Error && "code" in cause ? String(cause.code) : "";
  const message = cause instanceof Error ? cause.message || code : String(cause);
  return { kind: "no-answer", message, code, isUnsent: unsent.has(code) };
}
