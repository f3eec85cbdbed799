import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type PresetName, resolveConfig } from "../../modules/config/index.ts";
import {
  analyzeAvailability,
  planTopology,
  serviceWithout,
  singlePointsOfFailure,
} from "../../modules/topology/index.ts";
import { configs } from "../config/arbitraries.ts";

const topologies = configs.map((config) => planTopology(resolveConfig(config), "local"));
const everything = { canRead: true, canWrite: true };
const nothing = { canRead: false, canWrite: false };

const singlePoints: Readonly<Record<PresetName, readonly string[]>> = {
  lab: ["load-balancer-1", "web-1", "database-router-1", "database-1", "docker-host"],
  small: ["load-balancer-1", "database-1", "docker-host"],
  ha: ["load-balancer-1", "docker-host"],
};

for (const preset of ["lab", "small", "ha"] as const)
  test(`the single points of failure of ${preset} are ${singlePoints[preset].join(", ")}`, () => {
    const failures = singlePointsOfFailure(planTopology(resolveConfig({ preset }), "local"));
    assert.deepEqual(
      failures.map((failure) => failure.lost),
      singlePoints[preset],
    );
  });

test("a preset has the same single points of failure whatever the counts beyond it", () => {
  fc.assert(
    fc.property(configs, (config) => {
      const resolved = resolveConfig(config);
      const failures = singlePointsOfFailure(planTopology(resolved, "local"));
      assert.deepEqual(
        failures.map((failure) => failure.lost),
        singlePoints[resolved.preset],
      );
    }),
    { numRuns: 20 },
  );
});

test("a whole stack reads and writes", () => {
  fc.assert(
    fc.property(topologies, (topology) => assert.deepEqual(serviceWithout(topology, new Set()), everything)),
  );
});

/** A topology, the index of one of its groups but the balancer's, and an order to lose its members in. */
const losses = topologies.chain((topology) =>
  fc.constantFrom(...topology.groups.filter((group) => group.role !== "load-balancer")).chain((group) =>
    fc.record({
      topology: fc.constant(topology),
      group: fc.constant(group),
      order: fc.shuffledSubarray([...group.members], { minLength: group.members.length }),
    }),
  ),
);

test("a group that loses no more members than it may keeps reads and writes, whichever they are", () => {
  fc.assert(
    fc.property(losses, fc.nat(), ({ topology, group, order }, some) => {
      const lost = new Set(order.slice(0, some % (group.mayFail + 1)));
      assert.deepEqual(serviceWithout(topology, lost), everything);
      assert.deepEqual(serviceWithout(topology, new Set(order.slice(0, group.mayFail))), everything);
    }),
  );
});

test("a group that loses one more than it may stops reads and writes, whichever they are", () => {
  fc.assert(
    fc.property(losses, ({ topology, group, order }) => {
      assert.deepEqual(serviceWithout(topology, new Set(order.slice(0, group.mayFail + 1))), nothing);
    }),
  );
});

test("each group may lose its limit at the same time as the others", () => {
  fc.assert(
    fc.property(topologies, (topology) => {
      const lost = topology.groups.flatMap((group) => group.members.slice(0, group.mayFail));
      assert.deepEqual(serviceWithout(topology, new Set(lost)), everything);
    }),
  );
});

test("the loss of the database's majority is told, and stops writes", () => {
  const failures = analyzeAvailability(planTopology(resolveConfig({}), "local"));
  assert.deepEqual(
    failures.filter((failure) => failure.kind === "majority"),
    [
      {
        lost: "majority of database",
        kind: "majority",
        components: ["database-1", "database-2"],
        ...nothing,
      },
    ],
  );
});

test("one member alone has no majority to lose", () => {
  const failures = analyzeAvailability(planTopology(resolveConfig({ preset: "small" }), "local"));
  assert.deepEqual(
    failures.filter((failure) => failure.kind === "majority"),
    [],
  );
});
