import assert from "node:assert/strict";
import { test } from "node:test";
import { type Observation, type SeenContainer, statusCells, summarize } from "../../cli/status/index.ts";
import { resolveConfig } from "../../modules/config/index.ts";
import { planTopology } from "../../modules/topology/index.ts";

const topology = planTopology(resolveConfig({ preset: "lab" }), "local");

function container(more: Partial<SeenContainer>): SeenContainer {
  return {
    componentId: "web-1",
    name: "lampstand-web-1",
    state: "running",
    health: "healthy",
    addresses: ["172.20.0.4"],
    memoryBytes: 30 * 1_048_576,
    since: "2026-01-01T00:00:00Z",
    ...more,
  };
}

function web(seen: Partial<Observation>) {
  const all = summarize(topology, { containers: [], members: {}, balancer: [], ...seen });
  const status = all.find(({ component }) => component === "web-1");
  assert.ok(status);
  return status;
}

test("while a deploy replaces a container, the one at work is shown", () => {
  const old = container({});
  const created = container({ state: "created", health: undefined, addresses: ["172.20.0.9"] });
  const starting = container({ health: "starting", addresses: ["172.20.0.9"] });
  for (const containers of [
    [created, old],
    [starting, old],
  ])
    assert.equal(web({ containers }).address, "172.20.0.4");
  assert.equal(web({ containers: [created, starting] }).health, "starting");
  assert.equal(web({}).health, "missing");
});

test("a web node's requests are those of the place that discovery gave to its address", () => {
  const balancer = [
    { pxname: "nodes", svname: "web2", addr: "172.20.0.4:8080", rate: "1" },
    { pxname: "web", svname: "web1", addr: "unix", rate: "5" },
    { pxname: "web", svname: "web2", addr: "unix", rate: "7" },
  ];
  assert.equal(web({ containers: [container({})], balancer }).queriesPerSecond, 7);
  assert.equal(
    web({ containers: [container({ addresses: ["172.20.0.8"] })], balancer }).queriesPerSecond,
    undefined,
  );
});

test("a lag is told to a tenth of a second", () => {
  assert.equal(statusCells({ ...web({}), lagSeconds: 0.503049 }, 0).at(-1), "0.5 s");
  assert.equal(statusCells({ ...web({}), lagSeconds: 0 }, 0).at(-1), "0 s");
});
