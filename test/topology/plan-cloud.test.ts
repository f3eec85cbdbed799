import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { resolveConfig } from "../../modules/config/index.ts";
import {
  type CloudTopology,
  clientId,
  componentId,
  componentIds,
  planTopology,
} from "../../modules/topology/index.ts";
import { configs } from "../config/arbitraries.ts";

const topologies = configs.map((config) => planTopology(resolveConfig(config), "cloud"));

function forEveryTopology(check: (topology: CloudTopology) => void): void {
  fc.assert(fc.property(topologies, check), { numRuns: 50 });
}

test("ha on the cloud is two balancer nodes, two droplets, a primary and its standby", () => {
  const { components, networks, region } = planTopology(resolveConfig({}), "cloud");
  assert.deepEqual(
    components.map(({ id, memoryMb, size }) => ({ id, memoryMb, size })),
    [
      { id: "client", memoryMb: 0, size: undefined },
      { id: "load-balancer-1", memoryMb: 0, size: undefined },
      { id: "load-balancer-2", memoryMb: 0, size: undefined },
      { id: "web-1", memoryMb: 1024, size: "s-1vcpu-1gb" },
      { id: "web-2", memoryMb: 1024, size: "s-1vcpu-1gb" },
      { id: "database-cluster-1", memoryMb: 2048, size: "db-s-1vcpu-2gb" },
      { id: "database-cluster-2", memoryMb: 2048, size: "db-s-1vcpu-2gb" },
    ],
  );
  assert.deepEqual(
    networks.map(({ id, isInternal }) => ({ id, isInternal })),
    [{ id: "vpc", isInternal: true }],
  );
  assert.equal(region, "fra1");
});

test("there are as many components of each role as the config says, the fewest where it scales by itself", () => {
  fc.assert(
    fc.property(configs, (config) => {
      const { web, cloud } = resolveConfig(config);
      const topology = planTopology(resolveConfig(config), "cloud");
      assert.equal(componentIds(topology, "load-balancer").length, cloud.loadBalancerNodes);
      assert.equal(componentIds(topology, "web").length, web.autoscale?.min ?? web.nodes);
      assert.equal(componentIds(topology, "database-cluster").length, cloud.databaseNodes);
      assert.equal(componentIds(topology, "database-replica").length, cloud.readReplica ? 1 : 0);
    }),
    { numRuns: 50 },
  );
});

test("each component has a machine of its own and is in the VPC, and ids are of role and ordinal", () => {
  forEveryTopology(({ components }) => {
    for (const { id, role, ordinal, host, networks } of components) {
      assert.equal(id, role === "client" ? clientId : componentId(role, ordinal));
      assert.equal(host, id);
      assert.deepEqual(networks, role === "client" ? [] : ["vpc"]);
    }
  });
});

test("only the balancer is reached from outside: at 80, and at 443 where there is a certificate", () => {
  fc.assert(
    fc.property(configs, (config) => {
      const resolved = resolveConfig(config);
      const { certificate, domain } = resolved.cloud;
      const hasCertificate = certificate !== undefined || domain !== undefined;
      for (const { id, role, ports } of planTopology(resolved, "cloud").components)
        assert.deepEqual(
          ports.flatMap((port) => port.publishedPort ?? []),
          role !== "load-balancer" ? [] : hasCertificate ? [80, 443] : [80],
          id,
        );
    }),
    { numRuns: 50 },
  );
});

test("links join components that exist, to a port that the target listens on", () => {
  forEveryTopology(({ components, links }) => {
    const byId = new Map(components.map((component) => [component.id, component]));
    for (const { from, to, port, protocol, isEncrypted } of links) {
      assert.ok(byId.has(from), from);
      assert.notEqual(from, to);
      const listening = byId.get(to)?.ports.find((candidate) => candidate.port === port);
      assert.equal(listening?.protocol, protocol, `${from} to ${to}:${port}`);
      assert.equal(isEncrypted, protocol !== "http");
    }
  });
});

test("every web node writes to the cluster over TLS, and reads from the replica where there is one", () => {
  forEveryTopology((topology) => {
    const [cluster, replicas] = [
      componentIds(topology, "database-cluster"),
      componentIds(topology, "database-replica"),
    ];
    for (const web of componentIds(topology, "web")) {
      const from = topology.links.filter((link) => link.from === web);
      const asked = (purpose: "read" | "write") =>
        from.filter(({ purposes }) => purposes.includes(purpose)).map(({ to }) => to);
      assert.deepEqual(asked("write"), cluster);
      assert.deepEqual(asked("read"), replicas.length > 0 ? replicas : cluster);
      assert.ok(from.every(({ port, isEncrypted }) => port === 25060 && isEncrypted));
    }
  });
});

test("a cloud topology is frozen, and the same after a way through JSON", () => {
  forEveryTopology((topology) => {
    assert.ok(Object.isFrozen(topology.components[0]?.ports));
    assert.deepEqual(JSON.parse(JSON.stringify(topology)), topology);
  });
});
