import http from "node:http";
import https from "node:https";
import type { Answer } from "./decide.ts";

/** Where the balancer is asked. */
export interface Door {
  /** Its origin, e.g. `http://203.0.113.7`, and what stands before the path there. */
  readonly base: URL;
  /** The name that the certificate is for; undefined over plain HTTP. */
  readonly tlsName: string | undefined;
}

/** /readyz, not /healthz: a node that can't reach the database, or has no tables in it, must not replace the old ones. */
const path = "readyz";
const answerTimeoutMs = 5_000;

/** Asks once, on a connection of its own, so that the balancer chooses a node anew. */
export function ask({ base, tlsName }: Door): Promise<Answer> {
  const { promise, resolve } = Promise.withResolvers<Answer>();
  const fail = (error: Error) => resolve({ kind: "failed", reason: error.message });
  const url = new URL(path, base);
  const options = { agent: false, headers: { host: tlsName ?? url.host }, timeout: answerTimeoutMs };
  const receive = (response: http.IncomingMessage) => {
    const chunks: Buffer[] = [];
    response.on("data", (chunk: Buffer) => chunks.push(chunk));
    response.on("error", fail);
    response.on("end", () =>
      resolve({
        kind: "answered",
        servedBy: String(response.headers["x-served-by"] ?? ""),
        status: response.statusCode ?? 0,
        body: Buffer.concat(chunks).toString(),
      }),
    );
  };
  // Who served is the question here, and the domain may not lead to this balancer yet: the uptime check, not the
  // gate, looks at the certificate.
  const request =
    url.protocol === "https:"
      ? https.get(url, { ...options, servername: tlsName ?? "", rejectUnauthorized: false }, receive)
      : http.get(url, options, receive);
  request.on("timeout", () => request.destroy(new Error(`no answer within ${answerTimeoutMs} ms`)));
  request.on("error", fail);
  return promise;
}
