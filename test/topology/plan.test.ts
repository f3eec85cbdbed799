import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { resolveConfig } from "../../modules/config/index.ts";
import {
  type Component,
  clientId,
  componentId,
  planTopology,
  type Role,
  type Topology,
} from "../../modules/topology/index.ts";
import { configs } from "../config/arbitraries.ts";

const topologies = configs.map((config) => planTopology(resolveConfig(config), "local"));

function forEveryTopology(check: (topology: Topology) => void): void {
  fc.assert(fc.property(topologies, check));
}

function ofRole(topology: Topology, role: Role): readonly Component[] {
  return topology.components.filter((component) => component.role === role);
}

function shareNetwork(a: Component, b: Component): boolean {
  return a.networks.some((network) => b.networks.includes(network));
}

function assertFrozen(value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  assert.ok(Object.isFrozen(value), JSON.stringify(value));
  for (const inner of Object.values(value)) assertFrozen(inner);
}

test("there are as many components of each role as the config says", () => {
  fc.assert(
    fc.property(configs, (config) => {
      const { web, database } = resolveConfig(config);
      const topology = planTopology(resolveConfig(config), "local");
      assert.equal(ofRole(topology, "client").length, 1);
      assert.equal(ofRole(topology, "load-balancer").length, 1);
      assert.equal(ofRole(topology, "web").length, web.nodes);
      assert.equal(ofRole(topology, "database-router").length, database.routers);
      assert.equal(ofRole(topology, "database").length, database.members);
    }),
  );
});

test("links join components that exist, to a port that the target listens on", () => {
  forEveryTopology(({ components, links }) => {
    const byId = new Map(components.map((component) => [component.id, component]));
    for (const { from, to, port, protocol } of links) {
      assert.ok(byId.has(from), from);
      assert.notEqual(from, to);
      const listening = byId.get(to)?.ports.find((candidate) => candidate.port === port);
      assert.equal(listening?.protocol, protocol, `${from} to ${to}:${port}`);
    }
  });
});

test("ids are unique, and made of role and ordinal but for the client's", () => {
  forEveryTopology(({ components }) => {
    assert.equal(new Set(components.map((component) => component.id)).size, components.length);
    for (const { id, role, ordinal } of components)
      assert.equal(id, role === "client" ? clientId : componentId(role, ordinal));
    assert.equal(componentId("database-router", 2), "database-router-2");
  });
});

test("the ordinals of a role count from 1 without a gap", () => {
  forEveryTopology((topology) => {
    for (const role of ["load-balancer", "web", "database-router", "database"] as const)
      assert.deepEqual(
        ofRole(topology, role).map((component) => component.ordinal),
        ofRole(topology, role).map((_, index) => index + 1),
      );
  });
});

test("the balancer asks every web node, every web node every router, every router every member", () => {
  forEveryTopology((topology) => {
    const steps = [
      ["load-balancer", "web", "request"],
      ["web", "database-router", "read"],
      ["web", "database-router", "write"],
      ["database-router", "database", "write"],
    ] as const;
    const linked = new Set(
      topology.links.flatMap((link) => link.purposes.map((purpose) => `${link.from} ${link.to} ${purpose}`)),
    );
    for (const [fromRole, toRole, purpose] of steps)
      for (const from of ofRole(topology, fromRole))
        for (const to of ofRole(topology, toRole))
          assert.ok(linked.has(`${from.id} ${to.id} ${purpose}`), `${from.id} to ${to.id}: ${purpose}`);
  });
});

test("only the load balancer publishes ports, and they are the config's", () => {
  fc.assert(
    fc.property(configs, (config) => {
      const resolved = resolveConfig(config);
      const { httpPort, httpsPort, statusPort } = resolved.loadBalancer;
      for (const { id, ports } of planTopology(resolved, "local").components)
        assert.deepEqual(
          ports.filter((port) => "publishedPort" in port).map((port) => port.publishedPort),
          id === "load-balancer-1" ? [httpPort, httpsPort, statusPort] : [],
          id,
        );
    }),
  );
});

test("components that talk to each other share a network", () => {
  forEveryTopology(({ components, links }) => {
    const byId = new Map(components.map((component) => [component.id, component]));
    for (const link of links.filter(({ from }) => from !== clientId)) {
      const [from, to] = [byId.get(link.from), byId.get(link.to)];
      assert.ok(from !== undefined && to !== undefined && shareNetwork(from, to), `${link.from} ${link.to}`);
    }
  });
});

test("no web node and no balancer shares a network with a database member", () => {
  forEveryTopology((topology) => {
    for (const member of ofRole(topology, "database"))
      for (const other of [...ofRole(topology, "web"), ...ofRole(topology, "load-balancer")])
        assert.ok(!shareNetwork(other, member), `${other.id} reaches ${member.id}`);
  });
});

test("front alone has a way out, and every network that a component is on exists", () => {
  forEveryTopology(({ components, networks }) => {
    const open = networks.filter((network) => !network.isInternal).map((network) => network.id);
    assert.deepEqual(open, ["front"]);
    const known = new Set(networks.map((network) => network.id));
    for (const component of components)
      for (const network of component.networks) assert.ok(known.has(network), network);
  });
});

test("only plain HTTP goes unencrypted", () => {
  forEveryTopology(({ links }) => {
    for (const { isEncrypted, protocol } of links) assert.equal(isEncrypted, protocol !== "http");
  });
});

test("every server is in the group of its role, and a group's limit follows its rule", () => {
  forEveryTopology((topology) => {
    for (const { id, role, members, rule, mayFail } of topology.groups) {
      assert.deepEqual(
        members,
        topology.components.filter(({ group }) => group === id).map((component) => component.id),
      );
      assert.equal(rule, role === "database" ? "majority" : "any");
      const living = members.length - mayFail;
      if (rule === "any") assert.equal(living, 1);
      else assert.ok(living * 2 > members.length && (living - 1) * 2 <= members.length);
    }
    assert.equal(topology.groups.flatMap((group) => group.members).length, topology.components.length - 1);
  });
});

test("a topology is frozen to its leaves", () => {
  fc.assert(fc.property(topologies, assertFrozen), { numRuns: 20 });
});

test("a topology is the same after a way through JSON, and the same each time it is planned", () => {
  fc.assert(
    fc.property(configs, (config) => {
      const topology = planTopology(resolveConfig(config), "local");
      assert.deepEqual(JSON.parse(JSON.stringify(topology)), topology);
      assert.deepEqual(planTopology(resolveConfig(config), "local"), topology);
    }),
    { numRuns: 30 },
  );
});
