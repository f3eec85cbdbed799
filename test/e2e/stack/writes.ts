import { randomUUID } from "node:crypto";
import type { LoadRequest } from "../../support/load.ts";

const headers = { "content-type": "application/json", accept: "application/json" };

/** Two reads through the database for each guestbook entry; an id made here keeps a replayed POST the same entry. */
export function siteLoad(n: number): LoadRequest {
  return n % 3 === 2 ? entry(randomUUID()) : { method: "GET", path: "/bench/db" };
}

function entry(id: string): LoadRequest {
  const body = JSON.stringify({ id, author: "test", message: `entry ${id}` });
  return {
    method: "POST",
    path: "/guestbook",
    headers,
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
  const running = (async () => {
    while (isRunning) {
      const id = randomUUID();
      while (isRunning && !(await post(url, id))) await new Promise((resolve) => setTimeout(resolve, 50));
      // Stopped before an answer came: nothing was acknowledged.
      if (!isRunning) break;
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
