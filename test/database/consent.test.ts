import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  decide,
  type LocalMember,
  mayBootstrap,
  type PeerAnswer,
  type Wish,
} from "../../modules/database/agent/decide.ts";
import { answering, held, offline, seenBy, sight, THREE } from "./observations.ts";

/**
 * A model of agents that talk: each step of each may come between any two steps of another, as on a slow network. An
 * agent publishes what it decides, then asks its peers one by one, then acts on what it heard.
 */
class Agent {
  readonly node: string;
  readonly #all: Map<string, Agent>;
  readonly #wish: Wish | undefined;
  readonly #heard = new Map<string, PeerAnswer>();
  local: LocalMember;
  vote: string | null = null;
  #claim: { toAsk: string[]; answers: Map<string, PeerAnswer> } | undefined;
  hasFounded = false;

  constructor(node: string, all: Map<string, Agent>, local: LocalMember, wish: Wish | undefined) {
    this.node = node;
    this.#all = all;
    this.local = local;
    this.#wish = wish;
  }

  answer(): PeerAnswer {
    return answering(this.local, { vote: this.vote, bootstrapping: this.#claim !== undefined });
  }

  /** Hears of one peer, as the loop does that runs beside. */
  hear(node: string): void {
    const answer = this.#all.get(node)?.answer();
    if (answer && node !== this.node) this.#heard.set(node, answer);
  }

  step(): void {
    if (this.#claim) this.#ask(this.#claim);
    else this.#decide();
  }

  #decide(): void {
    const decision = decide(
      seenBy(this.node, this.local, Object.fromEntries(this.#heard), { wish: this.#wish }),
    );
    this.vote = decision.vote;
    if (decision.kind === "bootstrap")
      this.#claim = { toAsk: THREE.filter((node) => node !== this.node), answers: new Map() };
    if (decision.kind === "apply-received" && this.local.kind === "up") {
      const { known } = this.local.holdings;
      this.local = { ...this.local, holdings: { executed: known, known } };
    }
  }

  #ask(claim: { toAsk: string[]; answers: Map<string, PeerAnswer> }): void {
    const next = claim.toAsk.shift();
    const answer = next === undefined ? undefined : this.#all.get(next)?.answer();
    if (next !== undefined && answer) {
      claim.answers.set(next, answer);
      return;
    }
    const seen = seenBy(this.node, this.local, Object.fromEntries(claim.answers), { wish: this.#wish });
    const again = decide(seen);
    const forced = this.#wish === "force-bootstrap";
    if (again.kind === "bootstrap" && mayBootstrap(this.node, again.consenting, claim.answers, forced)) {
      this.hasFounded = true;
      const group = sight(this.node, { [this.node]: "ONLINE" });
      this.local = { kind: "up", group, holdings: held("1-9") };
    }
    this.#claim = undefined;
  }
}

const state = fc.constantFrom(offline(), offline("1-5"), offline("1-5", "6-9"), offline("1-9"));
const wish = fc.constantFrom<Wish | undefined>(undefined, undefined, "force-bootstrap");
const turn = fc.record({ who: fc.nat(2), does: fc.constantFrom("step", "step", "hear"), peer: fc.nat(2) });

test("no order of events makes two members found a group, forced by hand or not", () => {
  fc.assert(
    fc.property(
      fc.tuple(state, state, state),
      fc.tuple(wish, wish, wish),
      fc.array(turn, { minLength: 20, maxLength: 150 }),
      (states, wishes, turns) => {
        const all = new Map<string, Agent>();
        for (const [i, node] of THREE.entries())
          all.set(node, new Agent(node, all, states[i] ?? offline(), wishes[i]));
        for (const { who, does, peer } of turns) {
          const agent = all.get(String(THREE[who]));
          if (does === "step") agent?.step();
          else agent?.hear(String(THREE[peer]));
        }
        const founders = [...all.values()].filter((agent) => agent.hasFounded);
        assert.ok(founders.length <= 1, `founded by ${founders.map((agent) => agent.node).join(" and ")}`);
      },
    ),
    { numRuns: 500 },
  );
});

test("in an orderly course of events one member founds the group", () => {
  const all = new Map<string, Agent>();
  for (const node of THREE) all.set(node, new Agent(node, all, offline(), undefined));
  for (let round = 0; round < 12; round += 1)
    for (const agent of all.values()) {
      for (const node of THREE) agent.hear(node);
      agent.step();
    }
  assert.deepEqual(
    [...all.values()].map((agent) => agent.hasFounded),
    [true, false, false],
  );
});
