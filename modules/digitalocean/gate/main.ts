// Run by Terraform between the creation of new web nodes and the removal of the old ones. Exit code 0: they may go.
import { ask, type Door } from "./ask.ts";
import { type Expectation, explainClosed, missing, nothingSeen, see } from "./decide.ts";

/** Between two rounds of questions. */
const pauseMs = 1_000;
/** Between two lines that say how it goes. */
const reportEveryMs = 15_000;
/** Questions asked at once; a round asks at least twice as many as nodes are missing, since old ones answer too. */
const mostAtOnce = 32;

function expectationFrom(environment: NodeJS.ProcessEnv): Expectation {
  const ids = environment.GATE_DROPLET_IDS;
  if (ids === undefined) return { kind: "count", nodes: Number(environment.GATE_NODE_COUNT) };
  return { kind: "droplets", ids: ids.split(",") };
}

/**
 * A rehearsal's balancer is simulated: it has no address of its own, and the simulator answers for it. Its address
 * stands in a variable of this name, which nobody sets by accident.
 */
function doorFrom(environment: NodeJS.ProcessEnv): Door {
  const { GATE_ADDRESS: address = "", GATE_TLS_NAME: tlsName } = environment;
  const simulated = environment.LAMPSTAND_SIMULATED_BALANCERS;
  if (simulated !== undefined) return { base: new URL(`${simulated}/${address}/`), tlsName: undefined };
  return { base: new URL(`${tlsName === undefined ? "http" : "https"}://${address}/`), tlsName };
}

const expected = expectationFrom(process.env);
const door = doorFrom(process.env);
const timeoutMs = Number(process.env.GATE_TIMEOUT_SECONDS) * 1000;
const startedAt = performance.now();
let reportedAt = startedAt;
let seen = nothingSeen;

for (;;) {
  const lacking = missing(expected, seen);
  if (lacking.length === 0) break;
  const now = performance.now();
  if (now - startedAt > timeoutMs) {
    console.error(explainClosed(expected, seen, Math.round(timeoutMs / 1000)));
    process.exitCode = 1;
    break;
  }
  if (now - reportedAt > reportEveryMs) {
    reportedAt = now;
    console.log(`Waiting for ${lacking.join(", ")} to answer through ${door.base} ...`);
  }
  const questions = Math.min(mostAtOnce, 2 * (expected.kind === "count" ? expected.nodes : lacking.length));
  for (const answer of await Promise.all(Array.from({ length: questions }, () => ask(door))))
    seen = see(seen, answer);
  if (missing(expected, seen).length > 0) await new Promise((resolve) => setTimeout(resolve, pauseMs));
}
if (process.exitCode !== 1)
  console.log(
    `Every new web node has answered through the balancer: ${Array.from(seen.ready).sort().join(", ")}`,
  );
