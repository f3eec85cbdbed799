import assert from "node:assert/strict";
import { test } from "node:test";
import { type Config, resolveConfig } from "../../modules/config/index.ts";
import {
  assertFixedFields,
  assertSameStack,
  compareData,
  nothingDeployed,
  unusedVolumes,
} from "../../modules/stored-data/index.ts";
import { planTopology } from "../../modules/topology/index.ts";
import { deployedBy } from "./state.ts";

const uploads = { folders: { uploads: "shop-files-uploads" } };

function compare(config: Config, deployed = deployedBy(uploads)) {
  const resolved = resolveConfig({ name: "shop", ...config });
  const { outOfUse, ...changes } = compareData(deployed, resolved, planTopology(resolved, "local"));
  return { ...changes, outOfUse: outOfUse.map(({ name }) => name) };
}

const nothing = { renamedFrom: undefined, outOfUse: [], leavingMembers: [], fixed: [] };

test("an edit that leaves folders, name, members and database alone takes nothing out of use", () => {
  assert.deepEqual(compare({ app: { writableFolders: ["cache", "uploads"] }, web: { nodes: 4 } }), nothing);
  assert.deepEqual(compare({ app: { writableFolders: [] } }, nothingDeployed), nothing);
});

test("a changed, renamed or removed folder takes its volume out of use", () => {
  for (const writableFolders of [[], ["Uploads"], ["public/uploads"]])
    assert.deepEqual(compare({ app: { writableFolders } }).outOfUse, ["shop-files-uploads"]);
});

test("what is already unused isn't taken out of use again", () => {
  const deployed = deployedBy({ ...uploads, isRunning: false });
  const config = resolveConfig({ name: "shop", app: { writableFolders: [] } });
  const topology = planTopology(config, "local");
  assert.deepEqual(compare({ app: { writableFolders: [] } }, deployed).outOfUse, []);
  assert.deepEqual(
    unusedVolumes(deployed, config, topology).map(({ name }) => name),
    ["shop-files-uploads"],
  );
  assert.deepEqual(unusedVolumes(deployedBy(uploads), config, topology), []);
});

test("another name takes everything out of use", () => {
  const changes = compare({ name: "store", app: { writableFolders: ["uploads"] } });
  assert.equal(changes.renamedFrom, "shop");
  assert.equal(changes.outOfUse.length, 4);
});

test("fewer members leave, and their volumes aren't counted as lost", () => {
  const changes = compare({ preset: "lab", app: { writableFolders: ["uploads"] } });
  assert.deepEqual(changes, { ...nothing, leavingMembers: ["database-2", "database-3"] });
});

test("database and user are fixed while the data exist, running or not", () => {
  const edit = { app: { writableFolders: ["uploads"] }, database: { name: "other", user: "clerk" } };
  for (const isRunning of [true, false]) {
    const deployed = deployedBy({ ...uploads, isRunning });
    const changes = compareData(
      deployed,
      resolveConfig({ name: "shop", ...edit }),
      planTopology(resolveConfig({ name: "shop", ...edit }), "local"),
    );
    assert.throws(() => assertFixedFields(changes), {
      ids: ["database-fixed"],
      message: `database.name: got "other", but the deployed database has "app"; allowed: "app"
database.user: got "clerk", but the deployed database has "app"; allowed: "app"
Nothing was changed. Set it back in lampstand.config.ts. For an empty database of that name, run \`npm run down\` first, which deletes this one.`,
    });
  }
});

test("the cdktf CLI deploys no other stack in place of the deployed one", () => {
  const config = resolveConfig({ name: "store" });
  const changes = compareData(deployedBy(uploads), config, planTopology(config, "local"));
  assert.throws(() => assertSameStack(changes, "store"), {
    ids: ["data-out-of-use"],
    message: `name: got "store", but "shop" is deployed; allowed: "shop"
Set it back in lampstand.config.ts. \`npm run up\` shows what the deployed stack holds and how to keep or delete it.`,
  });
});
