import http from "node:http";
import https from "node:https";
import { setTimeout as pause } from "node:timers/promises";

/** A request of a load: `expect` decides whether an answer counts as served; default: status 200 to 399. */
export interface LoadRequest {
  readonly method: "GET" | "POST";
  /** Path and query, e.g. "/guestbook.php?page=2". */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly expect?: (status: number, body: string) => boolean;
}

export interface LoadOptions {
  /** Origin, e.g. "http://127.0.0.1:8080". */
  readonly url: string;
  /** Keep-alive connections, each sending its next request when the last one is answered. */
  readonly connections: number;
  /** The n-th request of the whole load, counted from 0. */
  readonly makeRequest: (n: number) => LoadRequest;
  /** A request unanswered for longer has failed; default 10,000. */
  readonly timeoutMs?: number;
  /** How long each connection waits after an answer; default 0, as many requests as the stack can answer. */
  readonly pauseMs?: number;
  /** CA certificate, for an https URL. */
  readonly ca?: string;
}

export interface LoadFailure {
  /** Since the load started. */
  readonly atMs: number;
  readonly request: string;
  readonly reason: string;
}

export interface LoadReport {
  readonly requests: number;
  readonly posts: number;
  readonly failed: number;
  /** In order of time, the first 20 of each reason. */
  readonly failures: readonly LoadFailure[];
  readonly durationMs: number;
  readonly requestsPerSecond: number;
  readonly slowestMs: number;
  /** Times in which half, and 99 of 100, requests were answered. */
  readonly medianMs: number;
  readonly p99Ms: number;
  /** Requests answered in each second since the start. */
  readonly perSecond: readonly number[];
  /** Answers by their X-Served-By. */
  readonly servedBy: Readonly<Record<string, number>>;
}

export interface RunningLoad {
  /** Lets the requests under way finish, closes the connections and reports. */
  stop(): Promise<LoadReport>;
}

/** A test that fails may not stop its load, which then ends by itself. */
const longestMs = 600_000;

/** Starts a load that runs until it is stopped. */
export function startLoad(options: LoadOptions): RunningLoad {
  const tally = new Tally();
  const pooling = { keepAlive: true, maxSockets: options.connections };
  const agent = options.url.startsWith("https:")
    ? new https.Agent({ ...pooling, ...(options.ca === undefined ? {} : { ca: options.ca }) })
    : new http.Agent(pooling);
  let stopped = false;
  const endsAt = performance.now() + longestMs;
  let sent = 0;
  const connection = async (): Promise<void> => {
    while (!stopped && performance.now() < endsAt) {
      const request = options.makeRequest(sent++);
      const startedAt = performance.now();
      tally.add(request, startedAt, await send(options, agent, request));
      if (options.pauseMs !== undefined) await pause(options.pauseMs);
    }
  };
  const connections = Array.from({ length: options.connections }, connection);
  return {
    async stop() {
      stopped = true;
      await Promise.all(connections);
      agent.destroy();
      return tally.report();
    },
  };
}

/** How one request ended: `reason` is there where it failed. */
interface Outcome {
  readonly servedBy: string;
  readonly reason?: string;
}

function send(options: LoadOptions, agent: http.Agent, request: LoadRequest): Promise<Outcome> {
  const { promise, resolve } = Promise.withResolvers<Outcome>();
  const body = request.body ?? "";
  const headers: Record<string, string> = { ...request.headers };
  if (request.method === "POST") headers["content-length"] = String(Buffer.byteLength(body));
  const client = options.url.startsWith("https:") ? https : http;
  const timeoutMs = options.timeoutMs ?? 10_000;
  const call = client.request(
    new URL(request.path, options.url),
    { agent, method: request.method, headers, signal: AbortSignal.timeout(timeoutMs) },
    (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.on("error", (error) => resolve({ servedBy: "", reason: error.message }));
      response.on("end", () => {
        const status = response.statusCode ?? 0;
        const text = Buffer.concat(chunks).toString();
        const served = request.expect?.(status, text) ?? (status >= 200 && status < 400);
        const servedBy = String(response.headers["x-served-by"] ?? "");
        resolve(served ? { servedBy } : { servedBy, reason: `status ${status}: ${text.slice(0, 80)}` });
      });
    },
  );
  call.on("error", (error) => resolve({ servedBy: "", reason: error.message }));
  call.end(body);
  return promise;
}

class Tally {
  readonly #startedAt = performance.now();
  readonly #timesMs: number[] = [];
  readonly #failures: LoadFailure[] = [];
  readonly #perSecond: number[] = [];
  readonly #servedBy: Record<string, number> = {};
  #posts = 0;
  #failed = 0;

  add(request: LoadRequest, startedAt: number, { reason, servedBy }: Outcome): void {
    const now = performance.now();
    this.#timesMs.push(now - startedAt);
    const second = Math.floor((now - this.#startedAt) / 1000);
    while (this.#perSecond.length <= second) this.#perSecond.push(0);
    this.#perSecond[second] = (this.#perSecond[second] ?? 0) + 1;
    if (request.method === "POST") this.#posts += 1;
    if (servedBy !== "") this.#servedBy[servedBy] = (this.#servedBy[servedBy] ?? 0) + 1;
    if (reason === undefined) return;
    this.#failed += 1;
    if (this.#failures.filter((failure) => failure.reason === reason).length >= 20) return;
    const atMs = Math.round(now - this.#startedAt);
    this.#failures.push({ atMs, request: `${request.method} ${request.path}`, reason });
  }

  report(): LoadReport {
    const durationMs = Math.round(performance.now() - this.#startedAt);
    const sorted = Float64Array.from(this.#timesMs).sort();
    const quantile = (share: number): number =>
      Number((sorted[Math.max(0, Math.ceil(sorted.length * share) - 1)] ?? 0).toFixed(2));
    return {
      requests: sorted.length,
      posts: this.#posts,
      failed: this.#failed,
      failures: this.#failures,
      durationMs,
      requestsPerSecond: Math.round((sorted.length * 1000) / durationMs),
      slowestMs: quantile(1),
      medianMs: quantile(0.5),
      p99Ms: quantile(0.99),
      perSecond: this.#perSecond,
      servedBy: this.#servedBy,
    };
  }
}
