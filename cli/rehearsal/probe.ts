import { setTimeout as sleep } from "node:timers/promises";

/** What somebody saw who asked the site all the time while a change was made. */
export interface Probe {
  readonly answered: number;
  readonly failed: number;
  /** Names of the web nodes that answered. */
  readonly nodes: readonly string[];
}

const pauseMs = 5;

/** Asks a simulated balancer again and again until `work` is done. */
export async function probeDuring(url: string, work: () => Promise<unknown>): Promise<Probe> {
  let isOver = false;
  let answered = 0;
  let failed = 0;
  const nodes = new Set<string>();
  const probing = (async () => {
    while (!isOver) {
      const response = await fetch(url);
      await response.arrayBuffer();
      if (response.ok) answered += 1;
      else failed += 1;
      const servedBy = response.headers.get("x-served-by");
      if (servedBy !== null) nodes.add(servedBy);
      await sleep(pauseMs);
    }
  })();
  try {
    await work();
  } finally {
    isOver = true;
    await probing;
  }
  return { answered, failed, nodes: [...nodes].sort() };
}
