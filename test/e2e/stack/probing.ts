import { connect } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

/** Longest that a connection is waited for. */
const patienceMs = 8_000;

/**
 * Makes a connection every 10 ms for a while; gives for each how many milliseconds it took until the server sent
 * something or ended it.
 */
export async function probeRepeatedly(host: string, port: number, forMs: number): Promise<readonly number[]> {
  const answers: Promise<number>[] = [];
  for (const end = performance.now() + forMs; performance.now() < end; await pause(10))
    answers.push(probe(host, port));
  return Promise.all(answers);
}

function probe(host: string, port: number): Promise<number> {
  const startedAt = performance.now();
  const socket = connect({ host, port });
  return new Promise((resolve) => {
    const answered = () => {
      socket.destroy();
      resolve(Math.round(performance.now() - startedAt));
    };
    socket.once("data", answered).once("close", answered).once("error", answered);
    socket.setTimeout(patienceMs, answered);
  });
}
