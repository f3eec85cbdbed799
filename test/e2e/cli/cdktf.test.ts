import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";
import { after, before, describe, test } from "node:test";
import { stripVTControlCharacters } from "node:util";
import { until } from "../../support/docker.ts";
import { type CommandResult, createProject, type Project, remains } from "../stack/deployed.ts";

const repo = resolve(import.meta.dirname, "../../..");

/** A user's shell: the system's own Node, whatever its version, and none of the project's programs on the PATH. */
function userEnvironment(): NodeJS.ProcessEnv {
  const folders = (process.env.PATH ?? "").split(delimiter);
  const path = folders.filter((folder) => !folder.includes("node_modules")).join(delimiter);
  return { ...process.env, PATH: path, CHECKPOINT_DISABLE: "1" };
}

/** The engine at a second address, which is the current Docker context of a folder of settings. */
class EngineContext {
  readonly configFolder = mkdtempSync(join(tmpdir(), "lampstand-context-"));
  readonly #server = createServer((client) => {
    this.requests += 1;
    const engine = connect("/var/run/docker.sock");
    for (const socket of [client, engine]) socket.on("error", () => undefined);
    client.pipe(engine).pipe(client);
  });
  requests = 0;
  host = "";

  async start(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    const address = this.#server.address();
    assert.ok(typeof address === "object" && address !== null);
    this.host = `tcp://127.0.0.1:${address.port}`;
    const id = createHash("sha256").update("second").digest("hex");
    const meta = join(this.configFolder, "contexts/meta", id);
    mkdirSync(meta, { recursive: true });
    const context = { Name: "second", Metadata: {}, Endpoints: { docker: { Host: this.host } } };
    writeFileSync(join(meta, "meta.json"), JSON.stringify(context));
    writeFileSync(join(this.configFolder, "config.json"), JSON.stringify({ currentContext: "second" }));
  }

  stop(): void {
    this.#server.close();
    rmSync(this.configFolder, { recursive: true, force: true });
  }
}

/** Runs `npx cdktf ...` in the project's folder. */
function runCdktf(
  folder: string,
  environment: Readonly<Record<string, string>>,
  args: readonly string[],
): Promise<CommandResult> {
  const { promise, resolve: done } = Promise.withResolvers<CommandResult>();
  const env = { ...userEnvironment(), ...environment };
  const options = { cwd: folder, env, maxBuffer: 64 * 1024 * 1024 };
  execFile("npx", ["--no-install", "cdktf", ...args], options, (error, stdout, stderr) => {
    const code = error === null ? 0 : typeof error.code === "number" ? error.code : -1;
    done({ code, output: stripVTControlCharacters(stdout + stderr) });
  });
  return promise;
}

describe("the cdktf CLI by itself, after set-up", () => {
  const context = new EngineContext();
  let project: Project;
  const cdktf = (folder: string, ...args: readonly string[]) =>
    runCdktf(folder, { DOCKER_CONFIG: context.configFolder }, args);

  before(async () => {
    await context.start();
    project = await createProject();
    project.writeConfig('preset: "lab"');
    symlinkSync(join(repo, "node_modules"), join(project.folder, "node_modules"));
    const settings: Record<string, unknown> = JSON.parse(readFileSync(join(repo, "cdktf.json"), "utf8"));
    const app = `node ${join(repo, "stacks/main.ts")}`;
    writeFileSync(join(project.folder, "cdktf.json"), JSON.stringify({ ...settings, app }));
    const { code, output } = await project.run("setup");
    assert.equal(code, 0, output);
  });
  after(async () => {
    await project.remove();
    context.stop();
  });

  test("`cdktf synth` writes the stack", async () => {
    const { code, output } = await cdktf(project.folder, "synth");
    assert.equal(code, 0, output);
    const text = readFileSync(join(project.folder, "cdktf.out/stacks/local/cdk.tf.json"), "utf8");
    const { provider }: { provider: { docker: unknown } } = JSON.parse(text);
    assert.deepEqual(provider.docker, [{ host: context.host }]);
    assert.match(text, /docker_container/);
  });

  test("a broken config ends with the same message as from `up`", async () => {
    project.writeConfig('preset: "lab", web: { nodes: 0 }');
    const { code, output } = await cdktf(project.folder, "synth");
    project.writeConfig('preset: "lab"');
    assert.equal(code, 1, output);
    assert.match(output, /^\s*web\.nodes: got 0; allowed: a whole number from 1 to 200; for example 2$/m);
    assert.match(output, /^\s*More: npm run docs, then \/guides\/troubleshooting\/#config-invalid$/m);
  });

  test("`cdktf deploy local` deploys a site that reads and writes, on the current Docker context", async () => {
    const { code, output } = await cdktf(project.folder, "deploy", "local", "--auto-approve");
    assert.equal(code, 0, output);
    assert.match(output, new RegExp(`url = ${project.url}`));
    assert.ok(context.requests > 0, "the engine was not reached through the current context");
    const isReady = async () => {
      try {
        return (await fetch(`${project.url}/readyz`)).ok;
      } catch {
        return false;
      }
    };
    await until("the site serves", isReady, 60_000);
  });

  test("`cdktf diff local` then finds nothing to change, and so does `up`", async () => {
    const diff = await cdktf(project.folder, "diff", "local");
    assert.equal(diff.code, 0, diff.output);
    assert.match(diff.output, /No changes\. Your infrastructure matches the configuration\./);
    const up = await project.run("up");
    assert.equal(up.code, 0, up.output);
    assert.match(up.output, /^ {2}No changes\.$/m);
  });

  test("another name leaves the stack out, and the output has the reason", async () => {
    project.writeConfig(`preset: "lab", name: "${project.name}-two"`);
    const { output } = await cdktf(project.folder, "diff", "local");
    project.writeConfig('preset: "lab"');
    assert.match(output, /There is no stack "local":/);
    assert.match(output, new RegExp(`name: got "${project.name}-two", but "${project.name}" is deployed`));
  });

  test("after the project's folder was renamed `cdktf deploy local` continues with the same stack", async () => {
    const moved = `${project.folder} (moved)`;
    renameSync(project.folder, moved);
    try {
      const { code, output } = await cdktf(moved, "deploy", "local", "--auto-approve");
      assert.equal(code, 0, output);
      assert.match(output, /4 to add, 0 to change, 4 to destroy/);
    } finally {
      renameSync(moved, project.folder);
    }
  });

  test("`cdktf destroy local` is refused by Terraform while data would go, before anything is touched", async () => {
    const before = await project.containersOf();
    const { code, output } = await cdktf(project.folder, "destroy", "local", "--auto-approve");
    assert.notEqual(code, 0, output);
    assert.match(output, /Instance cannot be destroyed/);
    assert.deepEqual(await project.containersOf(), before);
  });

  test("with the stack's name in LAMPSTAND_DELETE_DATA it leaves nothing", async () => {
    const environment = { DOCKER_CONFIG: context.configFolder, LAMPSTAND_DELETE_DATA: project.name };
    const args = ["destroy", "local", "--auto-approve"];
    const { code, output } = await runCdktf(project.folder, environment, args);
    assert.equal(code, 0, output);
    assert.deepEqual(await remains(project.name), []);
  });
});
