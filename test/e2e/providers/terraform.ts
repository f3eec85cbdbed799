import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { installMirror, terraformCliConfig } from "../../../providers/index.ts";
import { docker } from "../../support/docker.ts";

export interface Outcome {
  readonly code: number | null;
  /** Standard output and error, in the order in which they came. */
  readonly output: string;
}

interface PlannedResource {
  readonly address: string;
  readonly change: { readonly actions: readonly string[] };
}

/** A provider as a Terraform configuration asks for it. */
export interface RequiredProvider {
  readonly type: string;
  readonly source: string;
  readonly version: string;
}

const DOCKER: RequiredProvider = { type: "docker", source: "kreuzwerker/docker", version: "3.6.2" };

/** A Terraform working directory that uses a stand-in; state and provider mirror go away with it. */
export class Workspace {
  readonly folder = mkdtempSync(join(tmpdir(), "lampstand-provider-"));
  readonly #environment: NodeJS.ProcessEnv;
  readonly #provider: RequiredProvider;

  constructor(environment: NodeJS.ProcessEnv = {}, provider = DOCKER) {
    this.#provider = provider;
    const mirror = join(this.folder, "mirror");
    const cliConfig = join(this.folder, "terraform.rc");
    installMirror(mirror);
    writeFileSync(cliConfig, terraformCliConfig(mirror));
    const own = { TF_CLI_CONFIG_FILE: cliConfig, CHECKPOINT_DISABLE: "1", TF_IN_AUTOMATION: "1" };
    this.#environment = { ...process.env, ...own, ...environment };
  }

  /** Writes the configuration: resource types, each with its resources by name, and what else is at its top. */
  configure(resource: object, more: object = {}): void {
    const { type, source, version } = this.#provider;
    const terraform = { required_providers: { [type]: { source, version } } };
    this.write("main.tf.json", JSON.stringify({ terraform, provider: { [type]: {} }, resource, ...more }));
  }

  write(path: string, text: string): void {
    mkdirSync(dirname(join(this.folder, path)), { recursive: true });
    writeFileSync(join(this.folder, path), text);
  }

  start(...args: readonly string[]): { readonly child: ChildProcess; readonly outcome: Promise<Outcome> } {
    const child = spawn("terraform", [...args, "-no-color"], { cwd: this.folder, env: this.#environment });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.on("data", (chunk: Buffer) => {
        output += chunk.toString();
      });
    }
    const { promise, resolve, reject } = Promise.withResolvers<Outcome>();
    child.on("error", reject);
    child.on("close", (code) => resolve({ code, output }));
    return { child, outcome: promise };
  }

  run(...args: readonly string[]): Promise<Outcome> {
    return this.start(...args).outcome;
  }

  apply(...args: readonly string[]): Promise<Outcome> {
    return this.run("apply", "-auto-approve", "-input=false", ...args);
  }

  /** What a plan would do, by address; nothing where it is empty. */
  async planned(): Promise<Record<string, string>> {
    const plan = await this.run("plan", "-input=false", "-out=plan.bin");
    if (plan.code !== 0) throw new Error(plan.output);
    const { resource_changes: changes } = JSON.parse((await this.run("show", "-json", "plan.bin")).output);
    const entries = changes.map(({ address, change }: PlannedResource) => [
      address,
      change.actions.join("+"),
    ]);
    return Object.fromEntries(entries.filter(([, actions]: [string, string]) => actions !== "no-op"));
  }

  async addresses(): Promise<string[]> {
    return (await this.run("state", "list")).output.split("\n").filter((line) => line !== "");
  }

  async remove(): Promise<void> {
    await this.run("destroy", "-auto-approve", "-input=false");
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Fails with all that Terraform said unless it succeeded. */
export function expectDone(outcome: Outcome): void {
  assert.equal(outcome.code, 0, outcome.output);
}

/** The ids of the containers whose names hold `name`, stopped ones included; empty where there is none. */
export async function containersLeft(prefix: string): Promise<string> {
  return docker("ps", "--all", "--quiet", "--filter", `name=${prefix}`);
}
