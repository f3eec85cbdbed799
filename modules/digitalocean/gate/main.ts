// Run by Terraform between the creation of new web nodes and the removal of the old ones. Exit code 0: they may go.
import { z } from "zod";
import { AccountFailure, fetchAll, requireAccess } from "../../digitalocean-api/index.ts";
import { ask, type Door } from "./ask.ts";
import { type Expectation, explainClosed, missing, nothingSeen, see } from "./decide.ts";

/** Between two rounds of questions. */
const pauseMs = 1_000;
/** Between two lines of progress. */
const reportEveryMs = 15_000;
/** Questions asked at once: twice as many as nodes are new, since old ones answer too. */
const mostAtOnce = 32;

const member = z.object({ droplet_id: z.number().transform(String) });

const fromEnvironment: Expectation =
  process.env.GATE_DROPLET_IDS === undefined
    ? { kind: "pool", ids: [], nodes: Number(process.env.GATE_POOL_NODES) }
    : { kind: "droplets", ids: process.env.GATE_DROPLET_IDS.split(",") };

/** A pool's droplets are asked for again in each round: it may have replaced one of its own accord. */
async function refresh(last: Expectation): Promise<Expectation> {
  if (last.kind === "droplets") return last;
  const path = `/v2/droplets/autoscale/${process.env.GATE_POOL_ID}/members`;
  const members = await fetchAll(requireAccess(process.env), path, "droplets", member);
  return { ...last, ids: members.map(({ droplet_id }) => droplet_id) };
}

/**
 * A rehearsal's balancer is simulated: it has no address of its own, and the simulator answers for it. Its address
 * is in a variable of this name, which nobody sets by accident.
 */
function doorFrom(environment: NodeJS.ProcessEnv): Door {
  const { GATE_ADDRESS: address = "", GATE_TLS_NAME: tlsName } = environment;
  const simulated = environment.LAMPSTAND_SIMULATED_BALANCERS;
  if (simulated !== undefined) return { base: new URL(`${simulated}/${address}/`), tlsName: undefined };
  return { base: new URL(`${tlsName === undefined ? "http" : "https"}://${address}/`), tlsName };
}

const door = doorFrom(process.env);
const timeoutMs = Number(process.env.GATE_TIMEOUT_SECONDS) * 1000;
const startedAt = performance.now();
let reportedAt = startedAt;
let seen = nothingSeen;
let expected = fromEnvironment;

for (;;) {
  try {
    expected = await refresh(expected);
  } catch (error) {
    // What passes costs this round, not the deploy.
    if (!(error instanceof AccountFailure && error.isPassing)) {
      console.error(error instanceof AccountFailure ? error.message : error);
      process.exitCode = 1;
      break;
    }
    seen = see(seen, { kind: "failed", reason: error.reason });
  }
  const nodes = expected.kind === "pool" ? expected.nodes : expected.ids.length;
  for (const answer of await Promise.all(
    Array.from({ length: Math.min(mostAtOnce, 2 * nodes) }, () => ask(door)),
  ))
    seen = see(seen, answer);
  const lacking = missing(expected, seen);
  if (lacking.length === 0) {
    const names = Array.from(seen.ready).sort().join(", ");
    console.log(`Every new web node has answered through the balancer: ${names}`);
    break;
  }
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
  await new Promise((resolve) => setTimeout(resolve, pauseMs));
}
