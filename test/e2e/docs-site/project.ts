import { spawn } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { type Browser, chromium } from "playwright-core";

const repo = resolve(import.meta.dirname, "../../..");

/** What the CLI came to. */
export interface CommandResult {
  readonly code: number;
  readonly output: string;
  readonly seconds: number;
}

/** A project in a folder of its own, with this repository's site as its app. */
export interface DocsProject {
  readonly folder: string;
  /** Where `docs:build` writes. */
  readonly dist: string;
  /** Writes the config, as the text of the object that is given to defineConfig. */
  writeConfig(object: string): void;
  /** `npm run docs:build -- ARGS` in this project. */
  build(args?: readonly string[], environment?: Readonly<Record<string, string>>): Promise<CommandResult>;
  remove(): void;
}

export function createDocsProject(config: string): DocsProject {
  const folder = mkdtempSync(join(tmpdir(), "lampstand-docs-"));
  const project: DocsProject = {
    folder,
    dist: join(folder, "docs-site", "dist"),
    writeConfig: (object) => writeFileSync(join(folder, "lampstand.config.ts"), configFile(object)),
    build: (args = [], environment = {}) => runCli(folder, ["docs:build", ...args], environment),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
  project.writeConfig(config);
  return project;
}

/** A config that deploys the default site. */
export function configFile(object: string): string {
  const entryPoint = JSON.stringify(join(repo, "modules/config/index.ts"));
  const app = JSON.stringify({ path: join(repo, "app"), documentRoot: "public" });
  return `import { defineConfig } from ${entryPoint};\nexport default defineConfig({ app: ${app}, ...${object} });\n`;
}

function runCli(
  folder: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<CommandResult> {
  const startedAt = performance.now();
  const child = spawn(process.execPath, [join(repo, "cli/main.ts"), ...args], {
    cwd: folder,
    env: { ...process.env, ...environment },
  });
  let output = "";
  child.stdout.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  child.stderr.on("data", (chunk: Buffer) => {
    output += chunk.toString();
  });
  return new Promise((done, fail) => {
    child.once("error", fail);
    child.once("close", (code) =>
      done({ code: code ?? -1, output, seconds: (performance.now() - startedAt) / 1000 }),
    );
  });
}

/** Paths of all pages of a built site, as a reader would ask for them; the first is "" for the overview. */
export function pagePaths(dist: string): string[] {
  return readdirSync(dist, { recursive: true, encoding: "utf8" })
    .filter((file) => file.endsWith("index.html"))
    .map((file) => file.slice(0, -"index.html".length))
    .sort();
}

export const chromiumPath = "/usr/bin/chromium";

export function launchBrowser(args: readonly string[] = []): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", ...args],
  });
}
