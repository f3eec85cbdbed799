import type { ResolvedConfig } from "../../modules/config/index.ts";
import { counted } from "./words.ts";

/** How HAProxy detects a failed server: it checks every `intervalMs`, and counts failures in a row. */
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

/** "every 200 ms; two failures in a row mark it as down". */
export function inWords({ intervalMs, failures }: HealthCheck): string {
  const inRow = failures === 1 ? "one failure marks" : `${counted(failures, "failure")} in a row mark`;
  return `every ${intervalMs} ms; ${inRow} it as down`;
}

const algorithms: Readonly<Record<ResolvedConfig["loadBalancer"]["algorithm"], string>> = {
  leastconn:
    "leastconn: a request goes to the web node with the fewest open connections. Pages differ in how long they take, and a slow node gets fewer requests. A node that has just started has no connections yet, so it gets more at first.",
  roundrobin:
    "roundrobin: web nodes take turns. That is fair if all pages take about the same time, and it is the easiest to observe.",
};

/** What the balancing algorithm does, and when to choose it. */
export function algorithmInWords(algorithm: ResolvedConfig["loadBalancer"]["algorithm"]): string {
  return `${algorithms[algorithm]} Algorithms that bind a client to a node (by address or cookie) aren't needed, because web nodes keep no sessions.`;
}

/** How many members may fail, and why an even number doesn't help. */
export function majorityInWords(members: number): string {
  const mayFail = Math.ceil(members / 2) - 1;
  if (members === 1) return "This config has one member, so its loss stops the site.";
  return `This config has ${counted(members, "member")}, of which ${counted(mayFail, "may fail", "may fail")}. One more wouldn't help: of ${members + 1}, a majority is ${(members + 1) / 2 + 1}, so no more of them may fail.`;
}
