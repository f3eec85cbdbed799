import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { type PresetName, resolveConfig } from "../../modules/config/index.ts";
import {
  analyzeAvailability,
  planTopology,
  serviceWithout,
  singlePointsOfFailure,
  type Target,
} from "../../modules/topology/index.ts";
import { configs } from "../config/arbitraries.ts";

const targets = fc.constantFrom("local" as const, "cloud" as const);
/** Of both targets; on the cloud without a replica, which serves reads only. */
const topologies = fc
  .tuple(configs, targets)
  .map(([config, target]) =>
    planTopology(resolveConfig({ ...config, cloud: { ...config.cloud, readReplica: false } }), target),
  );
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

/** On the cloud; the region is told by its own name. */
const cloudSinglePoints: Readonly<Record<PresetName, readonly string[]>> = {
  lab: ["load-balancer-1", "web-1", "database-cluster-1", "fra1"],
  small: ["database-cluster-1", "fra1"],
  ha: ["fra1"],
};

for (const preset of ["lab", "small", "ha"] as const)
  test(`on the cloud, the single points of failure of ${preset} are ${cloudSinglePoints[preset].join(", ")}`, () => {
    const failures = singlePointsOfFailure(planTopology(resolveConfig({ preset }), "cloud"));
    assert.deepEqual(
      failures.map((failure) => failure.lost),
      cloudSinglePoints[preset],
    );
    assert.equal(failures.at(-1)?.kind, "region");
  });

test("a read replica is where reads go, so that they stop without it, and go on without the primary", () => {
  const topology = planTopology(resolveConfig({ cloud: { readReplica: true } }), "cloud");
  assert.deepEqual(
    singlePointsOfFailure(topology).map(({ lost, canRead, canWrite }) => ({ lost, canRead, canWrite })),
    [
      { lost: "database-replica-1", canRead: false, canWrite: true },
      { lost: "fra1", ...nothing },
    ],
  );
  const cluster = new Set(["database-cluster-1", "database-cluster-2"]);
  assert.deepEqual(serviceWithout(topology, cluster), { canRead: true, canWrite: false });
});

test("a component with a machine of its own is told once, not again as a host", () => {
  const kinds = analyzeAvailability(planTopology(resolveConfig({}), "cloud")).map(({ kind }) => kind);
  assert.deepEqual([...new Set(kinds)], ["component", "region"]);
});

test("a preset has the same single points of failure whatever the counts beyond it", () => {
  fc.assert(
    fc.property(configs, (config) => {
      const resolved = resolveConfig(config);
      const lost = (target: Target) =>
        singlePointsOfFailure(planTopology(resolved, target)).map((failure) => failure.lost);
      assert.deepEqual(lost("local"), singlePoints[resolved.preset]);
      const { region, readReplica } = resolved.cloud;
      const expected = cloudSinglePoints[resolved.preset].map((id) => (id === "fra1" ? region : id));
      assert.deepEqual(
        lost("cloud"),
        readReplica ? [...expected.slice(0, -1), "database-replica-1", region] : expected,
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
