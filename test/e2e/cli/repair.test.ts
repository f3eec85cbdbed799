import assert from "node:assert/strict";
import { appendFileSync, cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { ensureSecrets } from "../../../modules/secrets/index.ts";
import { docker } from "../../support/docker.ts";
import { createProject, type Project, remains, runCli } from "../stack/deployed.ts";

describe("a failed deploy is fixed and continues", () => {
  let project: Project;
  let schemaFile: string;
  let goodSchema: string;

  // Both mistakes are there from the start: SQL that was loaded once is not loaded again.
  before(async () => {
    project = await createProject();
    schemaFile = join(project.folder, "app/schema.sql");
    goodSchema = readFileSync(schemaFile, "utf8");
    appendFileSync(schemaFile, "INSERT INTO nowhere VALUES (1);\n");
  });
  after(() => project.remove());

  async function webObjects(): Promise<string[]> {
    return (await remains(project.name)).filter((name) => name.includes("web")).sort();
  }

  test("a member that can't start ends `up` with its own last lines, and `doctor` names it", async () => {
    project.writeConfig('preset: "lab"');
    const secrets = join(project.folder, ".lampstand", project.name, "secrets");
    await ensureSecrets(secrets, ["database-1"]);
    const file = join(secrets, "database-1/ca.crt");
    const certificate = readFileSync(file);
    rmSync(file);
    try {
      const { code, output } = await project.run("up");
      assert.equal(code, 3, output);
      assert.match(
        output,
        /^Container e2e-[0-9a-f]+-database-1-[0-9a-f]{8} restarts over and over: \d+\s+times,\s+the\s+last\s+with\s+exit\s+code\s+1\.\nIts last lines:\n {2}\| .*ENOENT.*ca\.crt/m,
      );
      assert.match(output, /^More: npm run docs, then \/guides\/troubleshooting\/#container-restarting$/m);
      const doctor = await project.run("doctor");
      assert.equal(doctor.code, 2, doctor.output);
      assert.match(doctor.output, /^WRONG {3}containers {10}e2e-[0-9a-f]+-database-1-[0-9a-f]{8}:/m);
    } finally {
      writeFileSync(file, certificate);
    }
  });

  test("a package that doesn't exist fails its image's build, with the output of that step", async () => {
    const before = await webObjects();
    project.writeConfig('preset: "lab", web: { extraPackages: ["no-such-package-anywhere"] }');
    const { code, output } = await project.run("up");
    assert.equal(code, 1, output);
    assert.match(output, /^image web-site: The build of image .*web-site:[0-9a-f]+ failed$/m);
    assert.match(output, /^ {2}\| .*E: Unable to locate package no-such-package-anywhere$/m);
    assert.match(output, /^More: npm run docs, then \/guides\/troubleshooting\/#image-build-failed\n$/m);
    // Nothing of the failed image remains, and the previous web node still runs.
    assert.deepEqual(await webObjects(), before);
  });

  test("a wrong line of the site's Apache configuration fails the build with its number, before a web node is touched", async () => {
    const before = await webObjects();
    writeFileSync(join(project.folder, "site.conf"), "# redirects\nRedirectt /old /new\n");
    project.writeConfig('preset: "lab", web: { apache: "site.conf" }');
    const { code, output } = await project.run("up");
    assert.equal(code, 1, output);
    assert.match(output, /Syntax error on line 2 of \/etc\/lampstand\/web\.apache/);
    assert.match(output, /Invalid command 'Redirectt'/);
    assert.deepEqual(await webObjects(), before);
  });

  test("an error in the init SQL is reported with MySQL's message, the file and the line, within seconds", async () => {
    project.writeConfig('preset: "lab"');
    const { code, output } = await project.run("up");
    assert.equal(code, 1, output);
    const line = goodSchema.split("\n").length;
    assert.match(
      output,
      new RegExp(
        `^database\\.init: app/schema\\.sql: ERROR 1146 \\(42S02\\) at line ${line}: Table\n {2}'app\\.nowhere' doesn't exist\n` +
          "Fix it, then run `npm run up`: the database is empty, and the load starts again\\.\n\n" +
          "More: npm run docs, then /guides/troubleshooting/#init-sql-error\n$",
        "m",
      ),
    );
  });

  test("with both corrected the next `up` shows how far the load is, and ends with a site that reads and writes", async () => {
    // Beyond the replacement of the web node and the ten seconds after which `up` reports what it waits for.
    writeFileSync(schemaFile, `${goodSchema}\nDO SLEEP(22);\n${"-- \n".repeat(100_000)}`);
    const { code, output } = await project.run("up");
    assert.equal(code, 0, output);
    assert.match(output, /^ {2}\d+ s: loading app\/schema\.sql: \d\.\d of 0\.4 MiB$/m);
    const ready = await fetch(`${project.url}/readyz`);
    assert.equal(ready.status, 200);
  });

  test("another folder can't take over the stack's name", async () => {
    const other = await createProject();
    try {
      other.writeConfig(`name: "${project.name}", preset: "lab"`);
      const { code, output } = await runCli(other.folder, ["up"]);
      assert.equal(code, 1, output);
      assert.match(output, /^name: got "e2e-[0-9a-f]+", but this engine has a stack of that name that is/m);
      assert.match(output, /^ {2}container e2e-[0-9a-f]+-database-1-[0-9a-f]{8}$/m);
      assert.ok(
        output.replaceAll(/\s+/g, " ").includes(`It was deployed from ${project.folder}: run`),
        output,
      );
      assert.doesNotMatch(output, /docker |npm run down/);
      const ready = await fetch(`${project.url}/readyz`);
      assert.equal(ready.status, 200);
    } finally {
      other.writeConfig("");
      await other.remove();
    }
  });

  test("a copy of the project's folder can't deploy or remove the original's stack", async () => {
    const copy = `${project.folder}-copy`;
    cpSync(project.folder, copy, { recursive: true, verbatimSymlinks: true });
    try {
      const { code, output } = await runCli(copy, ["up"]);
      assert.equal(code, 1, output);
      assert.match(output, /^This folder is a copy of /m);
      assert.match(output, /#project-copied$/m);
    } finally {
      rmSync(copy, { recursive: true });
    }
  });

  test("a `down` leaves nothing of all that", async () => {
    const { code, output } = await project.run("down", "--yes");
    assert.equal(code, 0, output);
    assert.deepEqual(await remains(project.name), []);
    assert.equal(await docker("images", "--quiet", "--filter", `label=lampstand.stack=${project.name}`), "");
  });
});
