import { randomBytes, randomUUID } from "node:crypto";
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { z } from "zod";
import { deletionVariable } from "../../modules/stored-data/index.ts";
import { installMirror, mirrorFolder } from "../../providers/index.ts";
import { pageFile, pagePath } from "./page.ts";
import { removeObjects } from "./remove-objects.ts";
import { runProgram } from "./run-program.ts";
import { TerraformClock } from "./terraform-clock.ts";

const repo = join(import.meta.dirname, "../..");
/** All of cdktf.json, of which only `app` is replaced. */
const cdktfSettings = z.looseObject({ app: z.string() });
const main = join(repo, "stacks", "main.ts");

/** A project of its own, with the default site and the preset ha, that exists while it is measured. */
export class BenchProject {
  readonly name = `bench-${randomBytes(4).toString("hex")}`;
  readonly folder = mkdtempSync(join(tmpdir(), "lampstand-bench-"));
  readonly clock = new TerraformClock(join(this.folder, "clock"));
  readonly url: string;
  /** For the plain stack beside it. */
  readonly plainPort: number;
  readonly signal: AbortSignal;
  readonly #ports: readonly number[];

  private constructor(ports: readonly number[], signal: AbortSignal) {
    const [httpPort = 0, , , plainPort = 0] = ports;
    this.#ports = ports;
    this.url = `http://127.0.0.1:${httpPort}`;
    this.plainPort = plainPort;
    this.signal = signal;
  }

  /** @param projectFolder the project that has been set up: its choice of providers is used */
  static async create(projectFolder: string, signal: AbortSignal): Promise<BenchProject> {
    const project = new BenchProject(await freePorts(4), signal);
    cpSync(join(repo, "app"), join(project.folder, "app"), { recursive: true });
    cpSync(pageFile, join(project.folder, "app", "public", pagePath));
    const settings = cdktfSettings.parse(JSON.parse(readFileSync(join(repo, "cdktf.json"), "utf8")));
    const app = `${JSON.stringify(process.execPath)} ${JSON.stringify(main)}`;
    writeFileSync(join(project.folder, "cdktf.json"), JSON.stringify({ ...settings, app }));
    if (existsSync(mirrorFolder(projectFolder))) installMirror(mirrorFolder(project.folder));
    project.configure(2);
    return project;
  }

  configure(webNodes: number): void {
    const configModule = JSON.stringify(join(repo, "modules/config/index.ts"));
    const [httpPort, httpsPort, statusPort] = this.#ports;
    const config = {
      name: this.name,
      preset: "ha",
      app: { path: "app", documentRoot: "public", writableFolders: ["uploads"] },
      web: { nodes: webNodes },
      loadBalancer: { httpPort, httpsPort, statusPort },
      database: { init: "app/schema.sql" },
    };
    writeFileSync(
      join(this.folder, "lampstand.config.ts"),
      `import { defineConfig } from ${configModule};\nexport default defineConfig(${JSON.stringify(config)});\n`,
    );
  }

  synthesize(): Promise<string> {
    return this.run(process.execPath, main);
  }

  cdktf(verb: "deploy" | "destroy"): Promise<string> {
    return this.run(join(repo, "node_modules", ".bin", "cdktf"), verb, "local", "--auto-approve");
  }

  /** The text of cdk.tf.json. */
  synthesized(): string {
    return readFileSync(join(this.folder, "cdktf.out", "stacks", "local", "cdk.tf.json"), "utf8");
  }

  run(program: string, ...args: readonly string[]): Promise<string> {
    return this.runWithInput("", program, ...args);
  }

  runWithInput(input: string, program: string, ...args: readonly string[]): Promise<string> {
    const path = [this.clock.folder, process.env.PATH].filter(Boolean).join(delimiter);
    const env = {
      ...process.env,
      PATH: path,
      CHECKPOINT_DISABLE: "1",
      TF_IN_AUTOMATION: "1",
      [deletionVariable]: this.name,
    };
    return runProgram({ program, args, cwd: this.folder, env, signal: this.signal, input });
  }

  /** @throws Failure when it is interrupted meanwhile */
  async pause(ms: number): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, ms));
    this.signal.throwIfAborted();
  }

  /** Waits until an entry of the guestbook is stored, or until it is given up. */
  async firstWrite(givenUp: AbortSignal): Promise<void> {
    while (!givenUp.aborted && !(await this.#write())) await this.pause(20);
  }

  async #write(): Promise<boolean> {
    const id = randomUUID();
    try {
      const response = await fetch(`${this.url}/guestbook`, {
        method: "POST",
        headers: { "content-type": "application/json", accept: "application/json" },
        body: JSON.stringify({ id, author: "bench", message: id }),
        signal: AbortSignal.timeout(2_000),
      });
      await response.text();
      return response.ok;
    } catch {
      return false;
    }
  }

  /** Removes all that the engine has of it, and its folder. */
  async remove(): Promise<void> {
    await removeObjects(this.name);
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Ports on 127.0.0.1 that nobody uses at the moment, all different. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve, reject) => {
        server.once("error", reject);
        server.listen(0, "127.0.0.1", resolve);
      });
      return server;
    }),
  );
  const ports = servers.map((server) => {
    const address = server.address();
    if (address === null || typeof address === "string") throw new Error("a TCP server without a port");
    return address.port;
  });
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
