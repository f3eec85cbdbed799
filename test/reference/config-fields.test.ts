import assert from "node:assert/strict";
import { test } from "node:test";
import { type Config, presetNames, resolveConfig } from "../../modules/config/index.ts";
import { configFields } from "../../modules/reference/index.ts";
import { planTopology, type Target } from "../../modules/topology/index.ts";

function field(path: string) {
  const found = configFields().find((candidate) => candidate.path === path);
  assert.ok(found !== undefined, path);
  return found;
}

test("a number has its range, its unit and its default", () => {
  const { type, unit, allowed, default: byPreset, example, targets } = field("web.memoryMb");
  assert.deepEqual(
    { type, unit, allowed, byPreset, example, targets },
    {
      type: "whole number",
      unit: "MiB",
      allowed: "128 to 65536 MiB",
      byPreset: { lab: "256", small: "256", ha: "256" },
      example: "256",
      targets: ["local"],
    },
  );
});

test("a count's default is each preset's own", () => {
  assert.deepEqual(field("database.members").default, { lab: "1", small: "1", ha: "3" });
  assert.deepEqual(field("cloud.databaseSize").default, {
    lab: '"db-s-1vcpu-1gb"',
    small: '"db-s-1vcpu-1gb"',
    ha: '"db-s-1vcpu-2gb"',
  });
});

test("an optional object comes before its own fields, which are for its target only", () => {
  const paths = configFields().map(({ path }) => path);
  assert.ok(paths.indexOf("web.autoscale") < paths.indexOf("web.autoscale.min"));
  assert.deepEqual(field("web.autoscale.min").targets, ["cloud"]);
  assert.deepEqual(field("web.autoscale").default, { lab: "none", small: "none", ha: "none" });
  assert.ok(!paths.includes("web"));
});

test("an object names its fields as what is allowed, and those that it needs have no default", () => {
  assert.equal(field("app.git").allowed, "an object with url, ref");
  assert.equal(field("app.git.url").default.ha, "required");
  assert.equal(field("cloud.certificate.chain").default.ha, "none");
  assert.equal(field("cloud.maintenance.day").default.ha, '"sunday"');
  assert.equal(field("database.members").type, "whole number");
  assert.deepEqual(
    configFields().filter(({ type, allowed }) => type === allowed && type === "object"),
    [],
  );
});

test("every field has a description, what is allowed, and an example", () => {
  for (const { path, description, allowed, example } of configFields()) {
    assert.match(description, /^[A-Za-z].*[.]$/, path);
    assert.notEqual(allowed, "", path);
    assert.notEqual(example, "none", path);
  }
});

const edits: readonly { readonly path: string; readonly edit: Config }[] = [
  { path: "web.nodes", edit: { web: { nodes: 5 } } },
  { path: "web.memoryMb", edit: { web: { memoryMb: 300 } } },
  { path: "database.members", edit: { database: { members: 5 } } },
  { path: "database.routers", edit: { database: { routers: 3 } } },
  { path: "database.memoryMb", edit: { database: { memoryMb: 700 } } },
  { path: "loadBalancer.httpPort", edit: { loadBalancer: { httpPort: 9000 } } },
  { path: "cloud.loadBalancerNodes", edit: { cloud: { loadBalancerNodes: 5 } } },
  { path: "cloud.webSize", edit: { cloud: { webSize: "s-2vcpu-4gb" } } },
  { path: "cloud.databaseSize", edit: { cloud: { databaseSize: "db-s-2vcpu-4gb", readReplica: true } } },
  { path: "cloud.databaseNodes", edit: { cloud: { databaseNodes: 3 } } },
  { path: "cloud.readReplica", edit: { cloud: { readReplica: true } } },
  { path: "cloud.domain", edit: { cloud: { domain: "example.org" } } },
];

/** The roles whose components aren't the same in both topologies. */
function changedRoles(edit: Config, target: Target): string[] {
  const components = (input: Config) => planTopology(resolveConfig(input), target).components;
  const texts = (input: Config) => new Map(components(input).map((of) => [of.id, JSON.stringify(of)]));
  const [before, after] = [texts({}), texts(edit)];
  const differing = [...components({}), ...components(edit)].filter(
    ({ id }) => before.get(id) !== after.get(id),
  );
  return [...new Set(differing.map(({ role }) => role))];
}

for (const { path, edit } of edits)
  test(`what ${path} changes in the topology is among what the reference lists`, () => {
    const { changes, targets } = field(path);
    const changed = (["local", "cloud"] as const).flatMap((target) => changedRoles(edit, target));
    assert.ok(changed.length > 0);
    for (const role of changed)
      assert.ok(
        changes.some((listed) => listed === role),
        role,
      );
    for (const target of ["local", "cloud"] as const)
      if (changedRoles(edit, target).length > 0) assert.ok(targets.includes(target), target);
  });

test("there are fields for all that a preset fills in", () => {
  const paths = new Set(configFields().map(({ path }) => path));
  for (const preset of presetNames)
    for (const [part, values] of Object.entries(resolveConfig({ preset })))
      for (const name of typeof values === "string" ? [] : Object.keys(values))
        assert.ok(paths.has(`${part}.${name}`), `${part}.${name}`);
});
