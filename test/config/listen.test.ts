import assert from "node:assert/strict";
import { test } from "node:test";
import { isReachableFromOutside, listenAddresses, resolveConfig } from "../../modules/config/index.ts";
import { planTopology } from "../../modules/topology/index.ts";

const balancer = (listen?: readonly string[]) => resolveConfig({ loadBalancer: { listen } }).loadBalancer;

test("a stack is on this machine alone, unless it is told to listen elsewhere", () => {
  assert.deepEqual(listenAddresses(balancer()), ["127.0.0.1"]);
  assert.equal(isReachableFromOutside(balancer()), false);
  assert.deepEqual(listenAddresses(balancer(["192.0.2.7"])), ["127.0.0.1", "192.0.2.7"]);
  assert.deepEqual(listenAddresses(balancer(["0.0.0.0", "192.0.2.7", "::"])), ["0.0.0.0", "::"]);
  assert.equal(isReachableFromOutside(balancer(["0.0.0.0"])), true);
});

test("the statistics stay on loopback, and by default the topology says nothing of addresses", () => {
  const addresses = (listen?: readonly string[]) =>
    planTopology(resolveConfig({ loadBalancer: { listen } }), "local")
      .components.find(({ role }) => role === "load-balancer")
      ?.ports.map(({ publishedAddresses }) => publishedAddresses);
  assert.deepEqual(addresses(), [undefined, undefined, undefined]);
  assert.deepEqual(addresses(["0.0.0.0"]), [["0.0.0.0"], ["0.0.0.0"], undefined]);
});

test("what is no IP address is refused", () => {
  assert.throws(() => balancer(["example.org"]), {
    message: /loadBalancer\.listen/,
  });
});
