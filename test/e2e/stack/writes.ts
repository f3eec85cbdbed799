import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { type LoadReport, type LoadRequest, startLoad } from "../../support/load.ts";

const headers = { "content-type": "application/json", accept: "application/json" };

/** A test that fails may not stop what it started, which then ends by itself. */
const longestMs = 300_000;

/** Two reads through the database for each guestbook entry, whose id is its idempotency key. */
export function siteLoad(n: number): LoadRequest {
  return n % 3 === 2 ? entry(randomUUID()) : { method: "GET", path: "/bench/db" };
}

/** Enough that the deploy isn't starved of processor time, which would only make a test longer. */
const pauseMs = 20;

/** Loads the site with 16 connections, a third of the requests POST, while something happens to it; `ca` for an https URL. */
export async function underLoad(url: string, happens: () => Promise<void>, ca?: string): Promise<LoadReport> {
  const trusted = ca === undefined ? {} : { ca };
  const load = startLoad({
    url,
    ...trusted,
    connections: 16,
    makeRequest: siteLoad,
    timeoutMs: 10_000,
    pauseMs,
  });
  let report: LoadReport;
  try {
    await pause(2_000);
    await happens();
    await pause(6_000);
  } finally {
    report = await load.stop();
  }
  return report;
}

export function assertNothingFailed(report: LoadReport): void {
  assert.deepEqual(report.failures, [], `of ${report.requests} requests ${report.failed} failed`);
  assert.ok(report.requests > 100, `only ${report.requests} requests were made`);
}

function entry(id: string): LoadRequest {
  const body = JSON.stringify({ id, author: "test", message: `entry ${id}` });
  return {
    method: "POST",
    path: "/guestbook",
    headers: { ...headers, "idempotency-key": id },
    body,
    expect: (status) => status === 201 || status === 200,
  };
}

export interface WriterReport {
  readonly acknowledged: readonly string[];
  readonly longestGapMs: number;
}

/** Posts entries one after the other, trying each until it is acknowledged, and measures the longest gap. */
export function startWriter(url: string): { stop(): Promise<WriterReport> } {
  const acknowledged: string[] = [];
  let longestGapMs = 0;
  let isRunning = true;
  let lastAt = performance.now();
  const endsAt = lastAt + longestMs;
  const goesOn = () => isRunning && performance.now() < endsAt;
  const running = (async () => {
    while (goesOn()) {
      const id = randomUUID();
      while (goesOn() && !(await post(url, id))) await new Promise((resolve) => setTimeout(resolve, 50));
      // Stopped before an answer came: nothing was acknowledged.
      if (!goesOn()) break;
      const now = performance.now();
      longestGapMs = Math.max(longestGapMs, now - lastAt);
      lastAt = now;
      acknowledged.push(id);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  })();
  return {
    async stop() {
      isRunning = false;
      await running;
      longestGapMs = Math.max(longestGapMs, performance.now() - lastAt);
      return { acknowledged, longestGapMs };
    },
  };
}

async function post(url: string, id: string): Promise<boolean> {
  const body = JSON.stringify({ id, author: "writer", message: id });
  try {
    const signal = AbortSignal.timeout(15_000);
    const response = await fetch(`${url}/guestbook`, { method: "POST", headers, body, signal });
    await response.text();
    return response.ok;
  } catch {
    return false;
  }
}

/** Reads through the database, one after the other; `stop` gives the longest time without an answer, in milliseconds. */
export function startReader(url: string): { stop(): Promise<number> } {
  let longestGapMs = 0;
  let isRunning = true;
  let lastAt = performance.now();
  const endsAt = lastAt + longestMs;
  const running = (async () => {
    while (isRunning && performance.now() < endsAt) {
      if (await read(url)) {
        const now = performance.now();
        longestGapMs = Math.max(longestGapMs, now - lastAt);
        lastAt = now;
      }
      await pause(10);
    }
  })();
  return {
    async stop() {
      isRunning = false;
      await running;
      return Math.max(longestGapMs, performance.now() - lastAt);
    },
  };
}

async function read(url: string): Promise<boolean> {
  try {
    const response = await fetch(`${url}/bench/db`, { signal: AbortSignal.timeout(15_000) });
    await response.text();
    return response.ok;
  } catch {
    return false;
  }
}
