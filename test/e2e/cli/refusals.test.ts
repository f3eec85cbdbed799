import assert from "node:assert/strict";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { createProject, type Project, remains, runCli } from "../stack/deployed.ts";

const closedPort = { DOCKER_HOST: "tcp://127.0.0.1:1" };

/** Every line of it fits a terminal of 80 columns, but for a path or an address that can't be broken. */
function assertReadable(output: string): void {
  for (const line of output.split("\n"))
    assert.ok(line.length <= 80 || !line.trim().includes(" "), `too long: ${line}`);
}

describe("what `up` refuses before it touches anything", () => {
  let project: Project;

  before(async () => {
    project = await createProject();
  });
  after(() => project.remove());

  async function refusal(extra: string): Promise<string> {
    project.writeConfig(extra);
    const { code, output } = await project.run("up");
    assert.equal(code, 1, output);
    assertReadable(output);
    assert.deepEqual(await remains(project.name), []);
    assert.equal(existsSync(join(project.folder, ".lampstand")), false);
    return output;
  }

  test("a misspelt key, a wrong type and a count out of range, all at once", async () => {
    assert.equal(
      await refusal('web: { nodes: 201, memoryMb: "lots", phpExtension: [] }, databse: {}'),
      `lampstand.config.ts:
web.nodes: got 201; allowed: a whole number from 1 to 200; for example 2
web.memoryMb: got "lots"; allowed: a whole number from 128 to 65536 (MiB); for
  example 256
web.phpExtension: no such key; allowed: nodes, autoscale, memoryMb,
  requestWorkers, phpExtensions, maxUploadMb, phpIni, apache, htaccess,
  environment, databaseEnvironment, secrets, extraPackages; did you mean
  "phpExtensions"?
databse: no such key; allowed: name, preset, app, web, loadBalancer, database,
  cloud; did you mean "database"?

More: npm run docs, then /guides/troubleshooting/#config-invalid
`,
    );
  });

  test("counts that break the preset's promise", async () => {
    assert.equal(
      await refusal('preset: "ha", web: { nodes: 1 }'),
      `lampstand.config.ts:
web.nodes: got 1, but preset "ha" means two web nodes, three database members:
  any one server may fail; allowed: 2 or more; leave it out, or choose another
  preset (lab, small, ha)

More: npm run docs, then /guides/troubleshooting/#preset-contradicted
`,
    );
  });

  test("a document root that doesn't exist", async () => {
    const output = await refusal('app: { path: "app", documentRoot: "htdocs" }');
    // Where lines are broken depends on how long the folder's path is.
    assert.equal(
      output.replaceAll(/\s+/g, " "),
      `lampstand.config.ts: app.documentRoot: got "htdocs", which is no folder (${project.folder}/app/htdocs); ` +
        `allowed: "" or a folder below ${project.folder}/app (there: public, src, templates, uploads); ` +
        'for example "public" More: npm run docs, then /guides/troubleshooting/#document-root-missing ',
    );
  });

  test("a config with a syntax error", async () => {
    assert.equal(
      await refusal("web: { nodes: 2"),
      `lampstand.config.ts:
lampstand.config.ts:5: SyntaxError: Expected ',', got ')'; allowed: TypeScript
  with a default export; for example export default defineConfig({})

More: npm run docs, then /guides/troubleshooting/#config-unreadable
`,
    );
  });
});

describe("with a Docker engine that doesn't answer", () => {
  let project: Project;

  before(async () => {
    project = await createProject();
  });
  // Not by the CLI: nothing was deployed.
  after(() => rmSync(project.folder, { recursive: true, force: true }));

  test("`up` reports what is missing and how to install it", async () => {
    assert.deepEqual(await runCli(project.folder, ["up"], closedPort), {
      code: 1,
      output: `This machine is not set up yet.
  Missing: A Docker engine at DOCKER_HOST=tcp://127.0.0.1:1
    Start that engine, or unset DOCKER_HOST to use this machine's own.

More: npm run docs, then /guides/troubleshooting/#docker-host-silent
`,
    });
  });

  test("`status` reports it in a line, not in a stack trace", async () => {
    assert.deepEqual(await runCli(project.folder, ["status"], closedPort), {
      code: 1,
      output: `No Docker engine answers at DOCKER_HOST=tcp://127.0.0.1:1 (ECONNREFUSED).
Start that engine, or unset DOCKER_HOST to use this machine's own.

More: npm run docs, then /guides/troubleshooting/#docker-host-silent
`,
    });
  });

  test("`doctor` checks everything else, and leaves nothing behind", async () => {
    project.writeConfig("web: { nodes: 0 }");
    const { code, output } = await runCli(project.folder, ["doctor"], closedPort);
    assert.equal(code, 2);
    assertReadable(output);
    assert.match(
      output,
      /^WRONG {3}Docker engine {7}does not answer at tcp:\/\/127\.0\.0\.1:1 \(DOCKER_HOST\)$/m,
    );
    assert.match(output, /^WRONG {3}config {14}web\.nodes: got 0; allowed: a whole number from 1 to$/m);
    assert.equal(existsSync(join(project.folder, ".lampstand")), false);
  });

  test("an engine on another machine is refused before anything is made", async () => {
    const remote = { DOCKER_HOST: "ssh://ada@build.invalid" };
    project.writeConfig("");
    const { code, output } = await runCli(project.folder, ["up"], remote);
    assert.equal(code, 1);
    assertReadable(output);
    assert.equal(
      output,
      `This machine is not set up yet.
  Missing: A usable Docker engine: the one at ssh://ada@build.invalid
    (DOCKER_HOST) is on another machine
    The stack mounts files of this machine and publishes ports on its 127.0.0.1,
      so the engine has to be here: unset DOCKER_HOST to use this machine's own,
      or run this on that machine.

More: npm run docs, then /guides/troubleshooting/#docker-remote
`,
    );
    assert.equal(existsSync(join(project.folder, ".lampstand")), false);
    const status = await runCli(project.folder, ["status"], remote);
    assert.match(status.output, /^There is no usable Docker engine: the one at ssh:\/\/ada@build\.invalid/);
  });

  test("`doctor --json` is JSON and nothing else", async () => {
    const { output } = await runCli(project.folder, ["doctor", "--json"], closedPort);
    const report: { isWell: boolean; findings: { check: string; isWell: boolean; failures?: string[] }[] } =
      JSON.parse(output);
    assert.equal(report.isWell, false);
    const engine = report.findings.find(({ check }) => check === "Docker engine");
    assert.deepEqual(engine?.failures, ["docker-host-silent"]);
  });
});

describe("the command line", () => {
  test("without a command it prints the usage and fails; with --help it prints the usage and succeeds", async () => {
    const bare = await runCli(process.cwd(), []);
    assert.equal(bare.code, 1);
    assert.match(bare.output, /^Usage: npm run COMMAND \[-- OPTIONS\]\n\n {2}up /);
    assert.deepEqual(await runCli(process.cwd(), ["--help"]), { code: 0, output: bare.output });
  });

  test("a misspelt command is answered with the nearest one", async () => {
    const { code, output } = await runCli(process.cwd(), ["statsu"]);
    assert.equal(code, 1);
    assert.match(output, /^There is no command "statsu"\. Did you mean status\?\n\nUsage: /);
    assert.match(output, /\nMore: npm run docs, then \/guides\/troubleshooting\/#command-unknown\n$/);
  });

  test("an option that the command doesn't take is refused, and nothing is done", async () => {
    assert.deepEqual(await runCli(process.cwd(), ["down", "--keep-date"]), {
      code: 1,
      output: `--keep-date: no such option of down; allowed: --keep-data, --yes, --verbose; did
  you mean --keep-data?

Usage: npm run down [-- OPTIONS]
  remove the local stack and its data

  --keep-data  keep the volumes for the next \`up\`
  --yes        delete the data without asking
  --verbose    show what the tools print

More: npm run docs, then /guides/troubleshooting/#arguments-invalid
`,
    });
  });
});
