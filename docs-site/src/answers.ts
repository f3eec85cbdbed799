import type { ResolvedConfig } from "../../modules/config/index.ts";
import { counted } from "./words.ts";

/** How HAProxy finds out that a server is gone: it asks every `intervalMs`, and counts failures in a row. */
export interface HealthCheck {
  readonly intervalMs: number;
  readonly failures: number;
}

/**
 * The health check of a section of an HAProxy configuration.
 * @throws Error where the section has none
 */
export function healthCheck(configuration: string, section: string): HealthCheck {
  const body = configuration.split(/^(?=\S)/m).find((text) => text.startsWith(`${section}\n`)) ?? "";
  const [, interval = "", failures = ""] = /inter (\d+)ms fall (\d+)/.exec(body) ?? [];
  if (interval === "") throw new Error(`"${section}" in HAProxy's configuration has no health check`);
  return { intervalMs: Number(interval), failures: Number(failures) };
}

/** "every 200 ms, and two failures in a row mean that it is gone". */
export function inWords({ intervalMs, failures }: HealthCheck): string {
  const inRow = failures === 1 ? "one failure means" : `${counted(failures, "failure")} in a row mean`;
  return `every ${intervalMs} ms, and ${inRow} that it is gone`;
}

const algorithms: Readonly<Record<ResolvedConfig["loadBalancer"]["algorithm"], string>> = {
  leastconn:
    "leastconn: a request goes to the web node that is working on the fewest. Pages differ in how long they take, and a node that is slow, or that has just started, gets less by itself.",
  roundrobin:
    "roundrobin: web nodes take turns. That is fair where all pages take about as long, and it is the easiest to watch.",
};

/** The balancing algorithm and why one would choose it. */
export function algorithmInWords(algorithm: ResolvedConfig["loadBalancer"]["algorithm"]): string {
  return `${algorithms[algorithm]} Algorithms that tie a visitor to a node (by address or by cookie) aren't needed: web nodes keep no sessions.`;
}

/** How many members may fail, and why an even number buys nothing. */
export function majorityInWords(members: number): string {
  const mayFail = Math.ceil(members / 2) - 1;
  if (members === 1)
    return "This config has one member, so there is nobody to vote with, and its loss stops the site.";
  return `This config has ${counted(members, "member")}, of which ${counted(mayFail, "may fail", "may fail")}. One more would not help: of ${members + 1}, a majority is ${(members + 1) / 2 + 1}, so still no more than that may fail.`;
}
