import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { resolveConfig } from "../../modules/config/index.ts";
import {
  assertDistinctFolders,
  type DeployedData,
  deployedDataIn,
  nothingDeployed,
  planVolumes,
  volumesNamed,
  wantedVolumes,
} from "../../modules/stored-data/index.ts";
import { planTopology } from "../../modules/topology/index.ts";
import { deployedBy, objectsOf } from "./state.ts";

const shop = (folders: readonly string[], members: 1 | 3 = 3) =>
  resolveConfig({
    name: "shop",
    preset: members === 1 ? "lab" : "ha",
    app: { writableFolders: [...folders] },
  });
const volumesOf = (folders: readonly string[], deployed: DeployedData = nothingDeployed) => {
  const config = shop(folders);
  const wanted = wantedVolumes(config, planTopology(config, "local"), deployed.volumes);
  return Object.fromEntries(
    wanted.flatMap(({ content, name }) => (content.kind === "folder" ? [[content.folder, name]] : [])),
  );
};

test("a folder's volume is called by the stack and the folder", () => {
  assert.deepEqual(volumesOf(["public/uploads", "Cache_2"]), {
    "public/uploads": "shop-files-public-uploads",
    Cache_2: "shop-files-cache-2",
  });
});

test("two folders never have the same volume", () => {
  const folder = fc.stringMatching(/^[a-cA-C][a-cA-C/_-]{0,3}[a-c]$/);
  fc.assert(
    fc.property(fc.uniqueArray(folder, { maxLength: 8 }), (folders) => {
      const config = { ...shop([]), app: { ...shop([]).app, writableFolders: folders } };
      const names = wantedVolumes(config, planTopology(config, "local"), []).map(({ name }) => name);
      assert.equal(new Set(names).size, names.length, names.join());
    }),
  );
});

test("a folder keeps the volume that it has, whatever folders come before it", () => {
  const deployed = deployedBy({ folders: { "a-b": "shop-files-a-b" } });
  const volumes = volumesOf(["a/b", "a-b", "A.B"], deployed);
  assert.equal(volumes["a-b"], "shop-files-a-b");
  assert.match(volumes["a/b"] ?? "", /^shop-files-a-b_[0-9a-f]{8}$/);
  assert.equal(new Set(Object.values(volumes)).size, 3);
});

test("the folder of a volume without containers is read from the record, and before the first record guessed", () => {
  const recorded = deployedBy({ isRunning: false, folders: { "a-b": "shop-files-a-b" } });
  assert.match(volumesOf(["a/b"], recorded)["a/b"] ?? "", /^shop-files-a-b_/);
  const guessed = deployedBy({ isRunning: false, hasRecord: false, folders: { "a/b": "shop-files-a-b" } });
  assert.equal(volumesOf(["a/b"], guessed)["a/b"], "shop-files-a-b");
});

test("no edit removes a volume that the state knows, unless its deletion was asked for", () => {
  const folders = fc.subarray(["uploads", "cache", "a/b", "a-b"]);
  fc.assert(
    fc.property(
      folders,
      folders,
      fc.constantFrom<1 | 3>(1, 3),
      fc.constantFrom("shop", "store"),
      fc.subarray(["shop-files-uploads", "shop-database-3-data"]),
      (before, after, members, name, deleted) => {
        const deployed = deployedBy({ folders: volumesOf(before) });
        const config = { ...shop(after, members), name };
        const plan = planVolumes(config, planTopology(config, "local"), deployed, new Set(deleted));
        const present = new Set([...plan.wanted, ...plan.kept].map((volume) => volume.name));
        for (const volume of deployed.volumes)
          assert.ok(present.has(volume.name) || deleted.includes(volume.name), volume.name);
      },
    ),
  );
});

test("what is kept is used again when the config has it again", () => {
  const without = shop([]);
  const deployed = deployedBy({ folders: { uploads: "shop-files-uploads" } });
  const plan = planVolumes(without, planTopology(without, "local"), deployed);
  assert.deepEqual(
    plan.kept.map(({ name }) => name),
    ["shop-files-uploads"],
  );
  assert.deepEqual(plan.record.folders, { "shop-files-uploads": "uploads" });
});

test("a name given for deletion is a folder, a member, a volume or a whole stack; another one is refused", () => {
  const config = shop(["uploads"], 1);
  const deployed = deployedBy({ folders: { uploads: "shop-files-uploads" }, members: 3 });
  const named = (...names: string[]) => [
    ...volumesNamed(names, "LAMPSTAND_DELETE_DATA", config, planTopology(config, "local"), deployed),
  ];
  assert.deepEqual(named("uploads"), ["shop-files-uploads"]);
  assert.deepEqual(named("database-2", "shop-database-3-data"), [
    "shop-database-2-data",
    "shop-database-3-data",
  ]);
  assert.equal(named("shop").length, 4);
  assert.throws(() => named("upload"), {
    ids: ["data-unknown"],
    message:
      'LAMPSTAND_DELETE_DATA: got "upload"; allowed: shop, uploads, database-1, database-2, database-3; for example uploads',
  });
});

test("without a state, two folders that would have one volume are refused", () => {
  assertDistinctFolders(shop(["a/b", "c"]));
  assert.throws(() => assertDistinctFolders(shop(["a/b", "a-b"])), {
    message:
      'app.writableFolders.1: got "a-b", whose volume would be that of "a/b"; allowed: folders that differ in more than case and punctuation; rename one of them, or set `stateFile` to the path of Terraform\'s state',
  });
});

test("a state of other things has no data", () => {
  assert.deepEqual(deployedDataIn([]), nothingDeployed);
  assert.deepEqual(
    deployedDataIn(
      objectsOf('{"resources":[{"mode":"managed","type":"docker_volume","name":"x","instances":[{}]}]}'),
    ),
    nothingDeployed,
  );
  assert.equal(deployedBy({ folders: {} }).volumes.length, 3);
});
