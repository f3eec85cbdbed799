import assert from "node:assert/strict";
import { execFile, spawn } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { docker, freePorts, uniqueName } from "../../support/docker.ts";

const repo = resolve(import.meta.dirname, "../../..");

/** How a command of the CLI ended. */
export interface CommandResult {
  readonly code: number;
  readonly output: string;
}

/** A project in a folder of its own, with a stack of its own name and ports. */
export interface Project {
  readonly name: string;
  readonly folder: string;
  readonly url: string;
  readonly httpPort: number;
  /** All that the balancer publishes. */
  readonly ports: readonly number[];
  run(...args: readonly string[]): Promise<CommandResult>;
  /** Runs `up`, which has to succeed. */
  up(): Promise<void>;
  /** Writes the config with more fields: of the stack, of its balancer, of its database. */
  writeConfig(extra: string, balancer?: string, database?: string): void;
  /** Writes the config for a site of another kind: all of its fields but the name and the balancer, which other machines reach. */
  writeSite(fields: string): void;
  /** The running container of a component. */
  containerOf(componentId: string): Promise<string>;
  /** The running containers of a role, or all, in order of their ids. */
  containersOf(role?: string): Promise<string[]>;
  /** The member that takes writes: it has all that was acknowledged, where a secondary may be some rows behind. */
  primaryId(): Promise<string>;
  /** Waits until every component is healthy and every member in the group. */
  whole(): Promise<void>;
  /** Which of these entries the primary's table lacks: read from the database itself, not from a page. */
  missingEntries(ids: readonly string[]): Promise<string[]>;
  remove(): Promise<void>;
}

/** @param isClone true where the project's folder is to hold the commands' code too, as a user's clone does */
export async function createProject(isClone = false): Promise<Project> {
  const name = uniqueName("e2e");
  const folder = mkdtempSync(join(tmpdir(), "lampstand-stack-"));
  const code = isClone ? folder : repo;
  const [httpPort, httpsPort, statusPort] = await freePorts();
  cpSync(join(repo, "app"), join(folder, "app"), { recursive: true });
  const publishedPorts = `httpPort: ${httpPort}, httpsPort: ${httpsPort}, statusPort: ${statusPort}`;
  const writeProjectConfig = (fields: string) =>
    writeFileSync(
      join(folder, "lampstand.config.ts"),
      `import { defineConfig } from ${JSON.stringify(join(code, "modules/config/index.ts"))};\nexport default defineConfig({ name: "${name}",\n  ${fields} });\n`,
    );
  const project: Project = {
    name,
    folder,
    url: `http://127.0.0.1:${httpPort}`,
    httpPort,
    ports: [httpPort, httpsPort, statusPort],
    run: (...args) => runCli(folder, args, {}, code),
    async up() {
      const { code, output } = await project.run("up");
      assert.equal(code, 0, output);
    },
    writeSite(fields) {
      writeProjectConfig(`loadBalancer: { ${publishedPorts}, listen: ["0.0.0.0"] }, ${fields}`);
    },
    writeConfig(extra, balancer = "", database = "") {
      writeProjectConfig(`app: { path: "app", documentRoot: "public", writableFolders: ["uploads"] },
  loadBalancer: { ${publishedPorts}, ${balancer} },
  database: { init: "app/schema.sql", ${database} }, ${extra}`);
    },
    async containerOf(componentId) {
      const filters = ["--filter", `label=lampstand.stack=${name}`];
      return docker("ps", "--quiet", ...filters, "--filter", `label=lampstand.component=${componentId}`);
    },
    async containersOf(role) {
      const filters = [`label=lampstand.stack=${name}`, ...(role ? [`label=lampstand.role=${role}`] : [])];
      const list = await docker("ps", "--quiet", ...filters.flatMap((filter) => ["--filter", filter]));
      return list.split("\n").filter(Boolean).sort();
    },
    async primaryId() {
      // An agent on a machine without free processor time may answer late once.
      let output = "";
      for (const deadline = Date.now() + 15_000; Date.now() < deadline; await pause(250)) {
        const status = await statusOf(project);
        output = status.output;
        const primary = status.components.find(({ groupRole }) => groupRole === "PRIMARY");
        if (primary !== undefined) return primary.component;
      }
      return assert.fail(`no primary: ${output}`);
    },
    async whole() {
      let output = "";
      for (const deadline = Date.now() + 90_000; Date.now() < deadline; await pause(250)) {
        const status = await statusOf(project);
        output = status.output;
        const roles = status.components.filter(({ groupRole }) =>
          /^(PRIMARY|SECONDARY)$/.test(groupRole ?? ""),
        );
        if (roles.length === 3 && status.components.every(({ health }) => health === "healthy")) return;
      }
      assert.fail(`not whole: ${output}`);
    },
    async missingEntries(ids) {
      const member = await project.containerOf(await project.primaryId());
      const mysql = ["mysql", "--batch", "--skip-column-names", "app", "--execute"];
      const stored = new Set(
        (await docker("exec", member, ...mysql, "SELECT id FROM guestbook")).split("\n"),
      );
      assert.ok(ids.length > 0, "no write was acknowledged");
      return ids.filter((id) => !stored.has(id));
    },
    async remove() {
      await project.run("down", "--yes");
      await removeLeftovers(name);
      rmSync(folder, { recursive: true, force: true });
    },
  };
  project.writeConfig("");
  return project;
}

interface SeenComponent {
  readonly component: string;
  readonly health: string;
  readonly groupRole?: string;
}

async function statusOf(project: Project): Promise<{ components: readonly SeenComponent[]; output: string }> {
  const { output } = await project.run("status", "--json");
  const report: { components: readonly SeenComponent[] } = JSON.parse(output);
  return { components: report.components, output };
}

/** Runs the CLI in a project's folder; `environment` is added to this process's own, `code` is the CLI's folder. */
export function runCli(
  folder: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  code = repo,
): Promise<CommandResult> {
  const { promise, resolve: done } = Promise.withResolvers<CommandResult>();
  execFile(
    process.execPath,
    [join(code, "cli/main.ts"), ...args],
    { cwd: folder, env: { ...process.env, ...environment }, maxBuffer: 64 * 1024 * 1024 },
    (error, stdout, stderr) => {
      const code = error === null ? 0 : typeof error.code === "number" ? error.code : -1;
      done({ code, output: stdout + stderr });
    },
  );
  return promise;
}

/** What a failed `down` would leave behind: found by label, so nothing of another stack is touched. */
export async function removeLeftovers(name: string): Promise<void> {
  const label = `label=lampstand.stack=${name}`;
  const lists = [
    { list: ["ps", "--all", "--quiet"], remove: ["rm", "--force", "--volumes"] },
    { list: ["volume", "ls", "--quiet"], remove: ["volume", "rm"] },
    { list: ["network", "ls", "--quiet"], remove: ["network", "rm"] },
    { list: ["images", "--quiet"], remove: ["rmi", "--force"] },
  ];
  for (const { list, remove } of lists) {
    const found = (await docker(...list, "--filter", label)).split("\n").filter(Boolean);
    if (found.length > 0) await docker(...remove, ...new Set(found));
  }
}

/** What is left of a stack in the engine: containers, volumes, networks and images, by name. */
export async function remains(name: string): Promise<string[]> {
  const label = ["--filter", `label=lampstand.stack=${name}`];
  const lists = await Promise.all([
    docker("ps", "--all", "--format", "{{.Names}}", ...label),
    docker("volume", "ls", "--format", "{{.Name}}", ...label),
    docker("network", "ls", "--format", "{{.Name}}", ...label),
    docker("images", "--format", "{{.Repository}}", ...label),
  ]);
  return lists.flatMap((list) => list.split("\n").filter(Boolean));
}

/** Starts the CLI and gives the process, for interruptions. */
export function startCli(folder: string, ...args: readonly string[]) {
  return spawn(process.execPath, [join(repo, "cli/main.ts"), ...args], { cwd: folder, stdio: "ignore" });
}
