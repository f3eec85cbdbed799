import { Failure } from "../../modules/failures/index.ts";

/** As a small site's visitors: 16 connections that stay open. */
const connections = 16;
const seconds = 8;
const warmUpSeconds = 2;

/** Runs a program and returns what it prints. */
export type RunProgram = (program: string, ...args: readonly string[]) => Promise<string>;

/** Requests per second of one page, after a short load that opens what stays open. */
export async function measurePage(run: RunProgram, url: string): Promise<number> {
  const load = (duration: number) =>
    run("wrk", "--threads", "2", "--connections", `${connections}`, "--duration", `${duration}s`, url);
  await load(warmUpSeconds);
  return requestsPerSecond(await load(seconds));
}

/**
 * Requests per second in wrk's report.
 * @throws Failure when a request failed, since a server that refuses is quick; or when wrk reports no rate
 */
export function requestsPerSecond(report: string): number {
  const failed = /^\s*(Socket errors|Non-2xx or 3xx responses): .*$/m.exec(report);
  if (failed !== null)
    throw new Failure("benchmark-failed", `Under load, requests failed: ${failed[0].trim()}`);
  const figure = Number(/^Requests\/sec:\s+([\d.]+)$/m.exec(report)?.[1]);
  if (!(figure > 0)) throw new Failure("benchmark-failed", `wrk reports no requests:\n${report.trim()}`);
  return figure;
}
