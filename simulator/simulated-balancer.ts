import type { State } from "./account/state.ts";
import { statusAt } from "./account/transition.ts";
import { dropletStatus } from "./resources/droplets.ts";
import { targetsOf } from "./resources/load-balancers.ts";

/** Where the balancers' simulated addresses are answered for: `<prefix><address>/<path>`. */
export const balancersPrefix = "/_simulator/balancers/";

export interface BalancerAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: object;
}

/**
 * What a client of a load balancer would get, as far as it follows from the account's state: an answer from one of the
 * balancer's active droplets, in turn, under the name that a web node of Lampstand's has. No web server runs behind
 * it, which the answer reports; how a real one behaves under load is not simulated.
 *
 * @param turn counts the questions
 */
export function answerAsBalancer(state: State, now: number, path: string, turn: number): BalancerAnswer {
  const [address = ""] = path.slice(balancersPrefix.length).split("/");
  const headers = { "x-simulated": "no web server answered this" };
  const balancer = Object.values(state.loadBalancers).find(({ ip }) => ip === address);
  if (balancer === undefined || statusAt(balancer.readiness, now) !== "active")
    return { status: 404, headers, body: { message: `no load balancer answers at ${address}` } };
  const targets = targetsOf(state, balancer)
    .map((id) => state.droplets[id])
    .filter((droplet) => droplet !== undefined)
    .filter((droplet) => dropletStatus(droplet, now) === "active");
  const droplet = targets[turn % targets.length];
  if (droplet === undefined)
    return { status: 503, headers, body: { message: "the balancer has no active droplet" } };
  return {
    status: 200,
    headers: { ...headers, "x-served-by": `${droplet.name}-${droplet.id}` },
    body: { simulated: true, droplet: droplet.id },
  };
}
