import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { once } from "node:events";
import { appendFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { docker } from "../../support/docker.ts";
import { createProject, type Project, remains } from "../stack/deployed.ts";
import { uploadedTexts, uploadText } from "../stack/uploads.ts";

describe("data of a deployed stack", () => {
  let project: Project;

  before(async () => {
    project = await createProject();
    project.writeConfig('preset: "lab"');
    await project.up();
    await uploadText(project.url, "kept by every edit");
  });
  after(() => project.remove());

  /** Ids of the containers and networks, and names of the volumes: what a refusal leaves as it was. */
  async function objects(): Promise<string[]> {
    const containers = await project.containersOf();
    return [...containers, ...(await remains(project.name))].sort();
  }

  async function refused(...args: readonly string[]): Promise<string> {
    const before = await objects();
    const { code, output } = await project.run(...args);
    assert.equal(code, 1, output);
    assert.deepEqual(await objects(), before);
    return output.replaceAll(/\s+/g, " ");
  }

  const withFolders = (folders: string) =>
    project.writeConfig(
      `preset: "lab", app: { path: "app", documentRoot: "public", writableFolders: ${folders} }`,
    );

  test("an edit that drops a writable folder is refused with what would go, before anything is touched", async () => {
    withFolders("[]");
    assert.match(
      await refused("up"),
      /app\.writableFolders no longer has "uploads"\. This would take data out of use: uploads: 2 files, 1 MiB Nothing was changed\. Undo the edit in lampstand\.config\.ts, or run one of: npm run up -- --keep-data npm run up -- --delete-data uploads /,
    );
  });

  test("with --keep-data the volume stays, and `status` and `doctor` list it", async () => {
    const { code, output } = await project.run("up", "--keep-data");
    assert.equal(code, 0, output);
    const unused = new RegExp(`^ {2}uploads \\(volume ${project.name}-files-uploads\\)$`, "m");
    assert.match(output, unused);
    assert.match((await project.run("status")).output, unused);
    assert.match((await project.run("doctor")).output, /^ok {6}unused data +kept: uploads;/m);
    assert.ok((await remains(project.name)).includes(`${project.name}-files-uploads`));
  });

  test("the next `up` doesn't ask again, and a folder whose volume would be the same gets another one", async () => {
    withFolders('["Uploads"]');
    await project.up();
    const volumes = (await remains(project.name)).filter((name) => name.includes("-files-"));
    assert.equal(volumes.length, 2, volumes.join());
  });

  test("the folder that comes back has its files; init SQL that changed after the load replaces no member", async () => {
    withFolders('["uploads"]');
    appendFileSync(join(project.folder, "app/schema.sql"), "INSERT INTO nowhere VALUES (1);\n");
    const member = await project.containerOf("database-1");
    const { code, output } = await project.run("up", "--delete-data", "Uploads");
    assert.equal(code, 0, output);
    assert.equal(await project.containerOf("database-1"), member);
    const today = new Date().toISOString().slice(0, 10);
    const line = `database.init: already loaded on ${today}, not loaded again, though it has changed since.`;
    assert.ok(output.includes(`${line}\n`), output);
    assert.match(output, /^Deleting Uploads: \d+ files?, \d+ MiB$/m);
    assert.deepEqual(await uploadedTexts(project.url), ["kept by every edit"]);
    const volumes = (await remains(project.name)).filter((name) => name.includes("-files-"));
    assert.deepEqual(volumes, [`${project.name}-files-uploads`]);
  });

  test("data that are in use can't be deleted by name", async () => {
    assert.match(
      await refused("up", "--delete-data", "uploads"),
      /--delete-data: got "uploads"; allowed: none/,
    );
  });

  test("another name is refused with what the deployed stack holds", async () => {
    project.writeConfig(`preset: "lab", name: "${project.name}-two"`);
    assert.match(
      await refused("up"),
      new RegExp(
        `name: got "${project.name}-two", but "${project.name}" is deployed\\. This would take data out of use: ` +
          "database app: 3 tables, 1,000 rows uploads: 2 files, 1 MiB ",
      ),
    );
  });

  test("another name or user of the database is refused", async () => {
    project.writeConfig('preset: "lab"', "", 'name: "shop", user: "clerk"');
    assert.match(
      await refused("up"),
      /database\.name: got "shop", but the deployed database has "app"; allowed: "app" database\.user: got "clerk", but the deployed database has "app"; allowed: "app"/,
    );
  });

  test("`down` without a terminal is refused with what it would delete", async () => {
    assert.match(
      await refused("down"),
      /there is no terminal to ask on: database app: 3 tables, 1,000 rows uploads: 2 files, 1 MiB Nothing was changed\. Run one of: npm run down -- --keep-data npm run down -- --yes /,
    );
  });

  /** Runs `down` on a terminal and types an answer when it has asked. */
  async function downOnTerminal(answer: string): Promise<{ readonly code: number; readonly output: string }> {
    const command = [process.execPath, join(import.meta.dirname, "../../../cli/main.ts"), "down"]
      .map((word) => `'${word.replaceAll("'", "'\\''")}'`)
      .join(" ");
    const terminal = spawn("script", ["--quiet", "--return", "--command", command, "/dev/null"], {
      cwd: project.folder,
    });
    let output = "";
    terminal.stdout.on("data", (chunk: Buffer) => {
      const before = output;
      output += chunk.toString();
      if (!before.includes("Type yes") && output.includes("Type yes")) terminal.stdin.write(`${answer}\n`);
    });
    const [code] = await once(terminal, "close");
    return { code: Number(code), output: output.replaceAll(/\s+/g, " ") };
  }

  test("`down` on a terminal asks, naming the data, and changes nothing without a yes", async () => {
    const before = await objects();
    const { code, output } = await downOnTerminal("no");
    assert.match(
      output,
      /This removes the stack "e2e-[0-9a-f]+" and deletes its data: database app: 3 tables, 1,000 rows uploads: 2 files, 1 MiB .* Type yes to delete them: .*Nothing was changed\./,
    );
    assert.equal(code, 1);
    assert.deepEqual(await objects(), before);
  });

  test("`down --keep-data` needs neither a valid config nor the site's folder, and keeps every file", async () => {
    writeFileSync(join(project.folder, "lampstand.config.ts"), "export default {");
    renameSync(join(project.folder, "app"), join(project.folder, "app-away"));
    const { code, output } = await project.run("down", "--keep-data");
    assert.equal(code, 0, output);
    assert.deepEqual((await remains(project.name)).sort(), [
      `${project.name}-database-1-data`,
      `${project.name}-files-uploads`,
    ]);
    renameSync(join(project.folder, "app-away"), join(project.folder, "app"));
    project.writeConfig('preset: "lab"', "", 'user: "clerk"');
    assert.match(await refused("up"), /database\.user: got "clerk", but the deployed database has "app"/);
    withFolders('["uploads"]');
    await project.up();
    assert.deepEqual(await uploadedTexts(project.url), ["kept by every edit"]);
  });

  test("`down` with a yes on the terminal leaves nothing, whatever the config says", async () => {
    writeFileSync(join(project.folder, "lampstand.config.ts"), "export default {");
    const { code, output } = await downOnTerminal("yes");
    assert.equal(code, 0, output);
    assert.deepEqual(await remains(project.name), []);
    assert.equal(await docker("images", "--quiet", "--filter", `label=lampstand.stack=${project.name}`), "");
  });
});
