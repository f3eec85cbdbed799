import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { presetNames, resolveConfig } from "../../modules/config/index.ts";
import { configFields, type Guide, guides } from "../../modules/reference/index.ts";
import { planTopology } from "../../modules/topology/index.ts";
import { configs } from "../config/arbitraries.ts";
import { allDiagrams } from "../diagrams/all-diagrams.ts";

function guidesOf(input: unknown, target: "local" | "cloud"): readonly Guide[] {
  const config = resolveConfig(input);
  return guides({ config, topology: planTopology(config, target) });
}

function guide(input: unknown, target: "local" | "cloud", id: string): Guide {
  const found = guidesOf(input, target).find((candidate) => candidate.id === id);
  assert.ok(found !== undefined, id);
  return found;
}

test("every box of every diagram leads to a guide", () => {
  for (const preset of presetNames)
    for (const target of ["local", "cloud"] as const) {
      const input = { preset, cloud: { readReplica: true } };
      const ids = new Set(guidesOf(input, target).map(({ id }) => id));
      for (const { boxes } of allDiagrams(planTopology(resolveConfig(input), target)))
        for (const { anchor } of boxes) assert.ok(ids.has(anchor), anchor);
    }
});

test("guides have ids of their own, and name components and fields that exist", () => {
  const fields = new Set(configFields().map(({ path }) => path));
  fc.assert(
    fc.property(configs, fc.constantFrom("local" as const, "cloud" as const), (config, target) => {
      const all = guidesOf(config, target);
      const topology = planTopology(resolveConfig(config), target);
      const components = new Set(topology.components.map(({ id }) => id));
      assert.equal(new Set(all.map(({ id }) => id)).size, all.length);
      for (const { id, components: named, values } of all) {
        for (const component of named) assert.ok(components.has(component), `${id}: ${component}`);
        for (const { field } of values) assert.ok(field === undefined || fields.has(field), field);
      }
    }),
    { numRuns: 30 },
  );
});

test("every guide says what it is, what fails with it, how to look at it, and where to read on", () => {
  for (const preset of presetNames)
    for (const target of ["local", "cloud"] as const)
      for (const { id, whatItIs, roleHere, whenItFails, howToLook, furtherReading, values } of guidesOf(
        { preset },
        target,
      )) {
        for (const text of [whatItIs, roleHere, whenItFails]) assert.match(text, /^[A-Z0-9].*[.]$/, id);
        for (const { url } of furtherReading) assert.match(url, /^https:\/\//, id);
        for (const list of [howToLook, furtherReading, values]) assert.ok(list.length > 0, id);
        for (const { name, value } of values)
          assert.ok(value !== "" && !value.includes("undefined"), `${id}: ${name}`);
      }
});

test("what happens when something fails follows the config", () => {
  assert.match(guide({ preset: "lab" }, "local", "web").whenItFails, /it is the only one/);
  assert.match(guide({ web: { nodes: 4 } }, "local", "web").whenItFails, /the other 3 take its share/);
  assert.match(guide({}, "local", "database").roleHere, /^3 members, of which 1 may fail at once/);
  assert.match(guide({ preset: "small" }, "cloud", "database-cluster").roleHere, /no standby node/);
});

test("values are those of the config, with the field that decides them", () => {
  const port = guide({ loadBalancer: { httpPort: 9000 } }, "local", "load-balancer").values.find(
    ({ field }) => field === "loadBalancer.httpPort",
  );
  assert.equal(port?.value, "127.0.0.1:9000");
});

test("a container is found by its labels, since its name changes when it rolls", () => {
  assert.deepEqual(guide({ name: "shop" }, "local", "web").howToLook[0], {
    shows: "whether it works",
    command:
      "docker exec $(docker ps --quiet --filter label=lampstand.stack=shop --filter label=lampstand.component=web-1) " +
      `php -r 'readfile("http://127.0.0.1:8080/healthz");'`,
  });
});
