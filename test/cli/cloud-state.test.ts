import assert from "node:assert/strict";
import { test } from "node:test";
import { leftovers, replacedData } from "../../cli/cloud-plan/index.ts";
import { type Config, problemLine, type ResolvedConfig, resolveConfig } from "../../modules/config/index.ts";
import { idsOf } from "../../modules/terraform/index.ts";
import { objectsOf } from "../stored-data/state.ts";

function config(changes: Config): ResolvedConfig {
  return resolveConfig({ name: "shop", ...changes });
}

test("what Terraform's state doesn't know is left over, be it deposed or a replica known by its uuid", () => {
  const state = JSON.stringify({
    resources: [
      { instances: [{ attributes: { id: "10" } }, { deposed: "x", attributes: { id: "11" } }] },
      { instances: [{ attributes: { id: "cluster/replicas/r", uuid: "r-1" } }] },
      { instances: [{ attributes: null }] },
    ],
  });
  const objects = ["10", "11", "12", "r-1"].map((id) => ({
    kind: "droplet",
    id,
    name: id,
    costsMoney: true,
  }));
  assert.deepEqual(
    leftovers(objects, idsOf(objectsOf(state))).map(({ id }) => id),
    ["12"],
  );
});

test("a pool's droplets are the pool's as long as the state knows the pool", () => {
  const objects = [
    { kind: "autoscale pool", id: "p", name: "shop-web-0a1b2c3d", costsMoney: true },
    { kind: "droplet", id: "1", name: "shop-web-1", costsMoney: true },
  ];
  assert.deepEqual(leftovers(objects, new Set(["p"])), []);
  assert.equal(leftovers(objects, new Set()).length, 2);
});

test("an edit that would replace the deployed database is a problem, with the way to do it on purpose", () => {
  const resource = (type: string, attributes: object) => ({ type, instances: [{ attributes }] });
  const state = JSON.stringify({
    resources: [
      resource("digitalocean_database_cluster", { name: "shop-database", region: "fra1" }),
      resource("digitalocean_database_db", { name: "app" }),
      resource("digitalocean_vpc", { region: "fra1", ip_range: "10.110.0.0/20" }),
    ],
  });
  assert.deepEqual(replacedData(objectsOf(state), config({ cloud: { databaseSize: "db-s-2vcpu-4gb" } })), []);
  assert.deepEqual(replacedData([], config({ name: "store" })), []);
  const problem = (path: string, wanted: string, deployed: string) =>
    `${path}: got "${wanted}", which would replace the deployed database and delete its data; allowed: "${deployed}", as deployed; or delete the deployed stack first: set it back, then LAMPSTAND_DELETE_DATA=shop npx cdktf destroy cloud`;
  const edits: Config = {
    name: "store",
    cloud: { region: "ams3", addressRange: "10.120.0.0/20" },
    database: { name: "other" },
  };
  assert.deepEqual(replacedData(objectsOf(state), config(edits)).map(problemLine), [
    problem("name", "store", "shop"),
    problem("cloud.region", "ams3", "fra1"),
    problem("cloud.addressRange", "10.120.0.0/20", "10.110.0.0/20"),
    problem("database.name", "other", "app"),
  ]);
});
