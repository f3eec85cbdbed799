import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import {
  type Answer,
  type Expectation,
  explainClosed,
  missing,
  nothingSeen,
  see,
} from "../../modules/digitalocean/gate/decide.ts";

const ready = (servedBy: string): Answer => ({ kind: "answered", servedBy, status: 200, body: "" });
const notReady = (servedBy: string): Answer => ({
  ...{ kind: "answered", servedBy, status: 503 },
  body: '{"ready":false,"schema":false}\n',
});
const two: Expectation = { kind: "droplets", ids: ["12", "345"] };
const after = (...answers: readonly Answer[]) => answers.reduce(see, nothingSeen);

test("the gate opens when each new droplet has answered that it is ready", () => {
  assert.deepEqual(missing(two, after(ready("shop-web-1-12"))), ["droplet 345"]);
  assert.deepEqual(missing(two, after(ready("shop-web-1-12"), ready("shop-web-2-345"))), []);
});

test("old droplets, and ids that only look alike, open nothing", () => {
  const seen = after(ready("shop-web-1-7"), ready("shop-web-2-112"), ready("shop-web-3-3450"));
  assert.deepEqual(missing(two, seen), ["droplet 12", "droplet 345"]);
});

test("a node that was ready and is no longer doesn't count", () => {
  const seen = after(ready("shop-web-1-12"), ready("shop-web-2-345"), notReady("shop-web-1-12"));
  assert.deepEqual(missing(two, seen), ["droplet 12"]);
});

test("of a pool, as many of its own droplets as it has at least have to answer", () => {
  const pool: Expectation = { kind: "pool", ids: ["12", "345", "6"], nodes: 2 };
  const lacking = ["1 of 2 droplets of the pool"];
  assert.deepEqual(missing(pool, after(ready("a-12"), ready("a-12"), ready("old-7"))), lacking);
  assert.deepEqual(missing(pool, after(ready("a-12"), ready("b-6"))), []);
});

test("in whatever order answers come, the gate opens exactly when every droplet's last answer was ready", () => {
  const answer = fc.record({ id: fc.constantFrom("12", "345"), isReady: fc.boolean() });
  fc.assert(
    fc.property(fc.array(answer), (answers) => {
      const seen = after(
        ...answers.map(({ id, isReady }) => (isReady ? ready(`n-${id}`) : notReady(`n-${id}`))),
      );
      const expected = two.ids.filter((id) => !answers.findLast((given) => given.id === id)?.isReady);
      assert.deepEqual(
        missing(two, seen),
        expected.map((id) => `droplet ${id}`),
      );
    }),
  );
});

test("an answer without a node's name is the balancer's own: no node has joined it", () => {
  const own: Answer = { kind: "answered", servedBy: "", status: 503, body: "" };
  assert.equal(after(own).lastFailure, "status 503 from the balancer itself: no web node has joined it");
});

test("a gate that stays closed says who is missing, what came back, and what to do", () => {
  const seen = after(notReady("shop-web-1-12"), { kind: "failed", reason: "connect ECONNREFUSED" });
  assert.equal(
    explainClosed(two, seen, 900),
    `Not every new web node has answered through the balancer within 900 s; still missing: droplet 12, droplet 345.
  shop-web-1-12 answered status 503: {"ready":false,"schema":false}
  the last failure was: connect ECONNREFUSED
A new web node joins the balancer once its packages are installed and the database is set up. Open a new droplet's console in the control panel: it shows, without a login, why database.init can't be loaded; logged in, see journalctl -u cloud-final -u lampstand-database -u apache2. Fix the config, then deploy again. The old web nodes, where there are any, stay and serve.`,
  );
});
