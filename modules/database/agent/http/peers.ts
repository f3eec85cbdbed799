import { Resolver } from "node:dns/promises";
import { request } from "node:http";
import { networkInterfaces } from "node:os";
import type { PeerAnswer } from "../decide/decision-input.ts";
import { messageOf } from "../log.ts";
import { AGENT_PORT } from "../status.ts";
import { parseReport } from "./report.ts";

/**
 * Names are resolved by a resolver of our own and never by mysqld: the C library's would block for seconds on the name
 * of a member that is gone, and the group's traffic with it.
 */
const resolver = new Resolver({ timeout: 300, tries: 2 });
const RESPONSE_TIMEOUT_MS = 800;
const ANSWER_MAX_BYTES = 1_000_000;

/**
 * IPv4 addresses of a member: none if its name isn't known at this moment, two while a container waits to replace
 * the one that runs.
 */
export async function addressesOf(node: string): Promise<string[]> {
  try {
    return await resolver.resolve4(node);
  } catch {
    return [];
  }
}

/** This member's address on the network on which its name is known. */
export async function ownAddress(node: string): Promise<string | undefined> {
  const own = Object.values(networkInterfaces()).flatMap((each) => each ?? []);
  return (await addressesOf(node)).find((address) => own.some((each) => each.address === address));
}

/** This container has been disconnected from every network. */
export function isCutOff(): boolean {
  return Object.values(networkInterfaces()).every((each) => each?.every(({ internal }) => internal) ?? true);
}

/** Asks all other members at once; takes no longer than the slowest, at most about a second and a half. */
export async function pollPeers(
  members: readonly string[],
  self: string,
): Promise<ReadonlyMap<string, PeerAnswer>> {
  const others = members.filter((node) => node !== self);
  const answers = new Map<string, PeerAnswer>();
  const unknown: string[] = [];
  await Promise.all(
    others.map(async (node) => {
      const answer = await pollPeer(node);
      if (answer) answers.set(node, answer);
      else unknown.push(node);
    }),
  );
  // Only a network that knows this member's own name is a witness that it doesn't know another's.
  const isWitnessed = unknown.length > 0 && (await ownAddress(self)) !== undefined;
  const reason = "its name is unknown, as this member's own is: cut off from the network";
  for (const node of unknown)
    answers.set(node, isWitnessed ? { kind: "absent" } : { kind: "silent", reason });
  return answers;
}

/** Undefined if the network doesn't know its name. */
async function pollPeer(node: string): Promise<PeerAnswer | undefined> {
  const addresses = await addressesOf(node);
  if (addresses.length === 0) return undefined;
  const attempts = addresses.map(async (address) => parseReport(await get(address), node));
  try {
    return { kind: "report", report: await Promise.any(attempts) };
  } catch (error) {
    const first: unknown = error instanceof AggregateError ? error.errors[0] : error;
    return { kind: "silent", reason: messageOf(first) };
  }
}

function get(address: string): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const asked = request(
    {
      host: address,
      port: AGENT_PORT,
      path: "/status",
      agent: false,
      signal: AbortSignal.timeout(RESPONSE_TIMEOUT_MS),
    },
    (answer) => {
      let body = "";
      answer.setEncoding("utf8");
      answer.on("data", (chunk: string) => {
        body += chunk;
        if (body.length > ANSWER_MAX_BYTES) asked.destroy(new Error("its answer is too long"));
      });
      answer.on("error", reject);
      answer.on("end", () => resolve(body));
    },
  );
  asked.on("error", (error) =>
    reject(error.name === "AbortError" ? new Error(`no answer in ${RESPONSE_TIMEOUT_MS} ms`) : error),
  );
  asked.end();
  return promise;
}
