import assert from "node:assert/strict";
import { test } from "node:test";
import {
  assertMembersSuffice,
  type DataSizes,
  dataLines,
  leavingText,
  outOfUseText,
  questionText,
  unconfirmedText,
  unusedLines,
  volumesToDelete,
} from "../../cli/stored-data/index.ts";
import { resolveConfig } from "../../modules/config/index.ts";
import { compareData } from "../../modules/stored-data/index.ts";
import { planTopology } from "../../modules/topology/index.ts";
import { deployedBy } from "../stored-data/state.ts";

const deployed = deployedBy({ folders: { uploads: "shop-files-uploads", "a/b": "shop-files-a-b" } });
const sizes: DataSizes = {
  volumes: {
    "shop-files-uploads": { files: 1_204, mib: 310 },
    "shop-files-a-b": { files: 1, mib: 1 },
    "shop-database-1-data": { files: 90, mib: 200 },
  },
  databases: { shop: { tables: 3, rows: 12_000, isAtLeast: false } },
};
const lines = dataLines(deployed.volumes, deployed, sizes, "shop");

test("data are named with how much there is: tables and rows, files and MiB", () => {
  assert.deepEqual(lines, [
    "database app: 3 tables, 12,000 rows",
    "uploads: 1,204 files, 310 MiB",
    "a/b: 1 file, 1 MiB",
  ]);
});

test("what can't be counted is named all the same", () => {
  const many = { ...sizes, databases: { shop: { tables: 1, rows: 100_000, isAtLeast: true } } };
  assert.equal(
    dataLines(deployed.volumes, deployed, many, "shop")[0],
    "database app: 1 table, more than 100,000 rows",
  );
  const stopped = { volumes: { "shop-database-1-data": { files: 90, mib: 200 } }, databases: {} };
  assert.deepEqual(dataLines(deployed.volumes, deployed, stopped, "shop"), [
    "database app: 200 MiB on 3 volumes; its rows can't be counted while it doesn't run",
    "uploads: its size can't be measured",
    "a/b: its size can't be measured",
  ]);
});

test("an edit that takes folders out of use is refused with the data and both ways on", () => {
  const config = resolveConfig({ name: "shop", app: { writableFolders: ["c"] } });
  const changes = compareData(deployed, config, planTopology(config, "local"));
  const folders = dataLines(changes.outOfUse, deployed, sizes, "shop");
  assert.equal(
    outOfUseText(changes, changes.outOfUse, folders, "shop"),
    `app.writableFolders no longer has "uploads", "a/b". This would take data out of use:
  uploads: 1,204 files, 310 MiB
  a/b: 1 file, 1 MiB
Nothing was changed. Undo the edit in lampstand.config.ts, or run one of:
  npm run up -- --keep-data
  npm run up -- --delete-data uploads --delete-data a/b
The first keeps it as unused data, which is used again when the config names it again.`,
  );
});

test("another name is refused with all that the deployed stack holds", () => {
  const config = resolveConfig({ name: "store", app: { writableFolders: ["uploads"] } });
  const changes = compareData(deployed, config, planTopology(config, "local"));
  assert.equal(
    outOfUseText(changes, changes.outOfUse, lines, "store"),
    `name: got "store", but "shop" is deployed. This would take data out of use:
  database app: 3 tables, 12,000 rows
  uploads: 1,204 files, 310 MiB
  a/b: 1 file, 1 MiB
Nothing was changed. Undo the edit in lampstand.config.ts, or run one of:
  npm run up -- --keep-data
  npm run up -- --delete-data shop
The first keeps it as unused data, which is used again when the config names it again.`,
  );
});

test("only data that the config doesn't ask for are deleted by name", () => {
  const [, folder] = deployed.volumes;
  assert.ok(folder);
  assert.deepEqual(volumesToDelete(["a/b"], [folder], "shop"), [folder]);
  assert.throws(() => volumesToDelete(["uploads"], [folder], "shop"), {
    ids: ["data-unknown"],
    message: '--delete-data: got "uploads"; allowed: a/b; for example a/b',
  });
  assert.throws(() => volumesToDelete(["shop"], [], "shop"), {
    message: '--delete-data: got "shop"; allowed: none, since no data are unused',
  });
});

test("members leave only while one that stays is in a group with a majority", () => {
  const member = { state: "ONLINE", quorum: true, mysqldAnswers: true } as const;
  assertMembersSuffice(["database-3"], [{ ...member, state: "OFFLINE" }, member]);
  for (const staying of [[], [{ ...member, quorum: false }], [{ ...member, state: "RECOVERING" as const }]])
    assert.throws(() => assertMembersSuffice(["database-2", "database-3"], staying), {
      ids: ["members-needed"],
      message: `database.members: database-2, database-3 would leave, but none of the members that would stay is known to hold every row: none of them is in a group with a majority.
Nothing was changed. Set database.members back and run \`npm run up\`; ask for fewer members when \`npm run status\` shows all of them as PRIMARY or SECONDARY.`,
    });
});

test("what members that leave leave behind is said", () => {
  assert.equal(
    leavingText(["database-4", "database-5"]),
    "database-4, database-5 leave the group; their copies of the database are kept as unused data.",
  );
  assert.equal(
    leavingText(["database-3"]),
    "database-3 leaves the group; its copy of the database is kept as unused data.",
  );
});

test("`down` asks with the data's names, and without a terminal says how to answer beforehand", () => {
  assert.equal(
    questionText("shop", ["uploads: 1 file, 1 MiB"]),
    `This removes the stack "shop" and deletes its data:
  uploads: 1 file, 1 MiB
\`npm run down -- --keep-data\` would keep them. Type yes to delete them:`,
  );
  assert.equal(
    unconfirmedText(["uploads: 1 file, 1 MiB"]),
    `\`npm run down\` deletes data, and there is no terminal to ask on:
  uploads: 1 file, 1 MiB
Nothing was changed. Run one of:
  npm run down -- --keep-data
  npm run down -- --yes`,
  );
});

test("unused data are listed with their volumes", () => {
  assert.deepEqual(unusedLines([], "shop"), []);
  assert.deepEqual(unusedLines(deployed.volumes.slice(0, 1), "shop").slice(1), [
    "  uploads (volume shop-files-uploads)",
  ]);
  assert.deepEqual(unusedLines(deployed.volumes.slice(0, 1), "store").slice(1), ["  shop-files-uploads"]);
});
