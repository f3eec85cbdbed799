import { type IncomingMessage, request as requestPlain } from "node:http";
import { request as requestTls } from "node:https";
import { text } from "node:stream/consumers";
import { tlsMaterial } from "./connect.ts";
import type { EngineEndpoint } from "./find.ts";

/**
 * An engine's JSON answer to one GET, without its client library: that takes a synth more time to load than all else.
 *
 * @throws Error when there is no answer within `timeoutMs` or it isn't 200
 */
export async function getJson(
  { address, certificates }: EngineEndpoint,
  path: string,
  timeoutMs: number,
): Promise<unknown> {
  if (address.kind === "ssh") throw new Error("an engine behind ssh can't be reached by HTTP");
  const where =
    address.kind === "socket" ? { socketPath: address.path } : { host: address.host, port: address.port };
  const request = certificates === undefined ? requestPlain : requestTls;
  const tls = certificates === undefined ? {} : tlsMaterial(certificates);
  const received = Promise.withResolvers<IncomingMessage>();
  // No agent: a connection that is kept open would be the next one's, and keep this process alive.
  const options = { ...where, ...tls, path, agent: false, signal: AbortSignal.timeout(timeoutMs) };
  const outgoing = request(options, received.resolve);
  outgoing.on("error", received.reject);
  outgoing.end();
  const answer = await received.promise;
  const body = await text(answer);
  if (answer.statusCode !== 200) throw new Error(`${path}: status ${answer.statusCode}: ${body.trim()}`);
  return JSON.parse(body);
}
