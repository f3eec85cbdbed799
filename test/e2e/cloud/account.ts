import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { RehearsalWorkspace } from "../../../cli/rehearsal/workspace.ts";
import { type Config, type ResolvedConfig, resolveConfig } from "../../../modules/config/index.ts";
import { type StagedSite, stageSite } from "../../../modules/digitalocean/index.ts";
import { type Simulator, startSimulator } from "../../../simulator/index.ts";

const configDoor = join(import.meta.dirname, "../../../modules/config/index.ts");

/** A simulated account and the projects that are deployed to it; all of it goes away with the tests. */
export class SimulatedAccount {
  readonly #folder = mkdtempSync(join(tmpdir(), "lampstand-cloud-e2e-"));
  readonly simulator: Simulator;

  private constructor(simulator: Simulator) {
    this.simulator = simulator;
  }

  static async open(): Promise<SimulatedAccount> {
    return new SimulatedAccount(await startSimulator({ port: 0 }));
  }

  get environment(): Readonly<Record<string, string>> {
    const { url, token } = this.simulator;
    return {
      DIGITALOCEAN_TOKEN: token,
      DIGITALOCEAN_API_URL: url,
      LAMPSTAND_SIMULATED_BALANCERS: `${url}/_simulator/balancers`,
    };
  }

  project(name: string, config: Config = {}): CloudProject {
    return new CloudProject(join(this.#folder, name), { name, ...config }, this.environment);
  }

  async close(): Promise<void> {
    await this.simulator.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** A project whose cloud stack is deployed with the workspace-in provider. */
export class CloudProject {
  readonly folder: string;
  readonly config: ResolvedConfig;
  readonly workspace: RehearsalWorkspace;

  constructor(folder: string, config: Config, environment: Readonly<Record<string, string>>) {
    this.folder = folder;
    this.workspace = new RehearsalWorkspace({ folder, projectFolder: folder, environment, onLine: () => {} });
    mkdirSync(join(folder, "app"), { recursive: true });
    writeFileSync(join(folder, "app/index.php"), "<?php echo 'one';\n");
    this.write(config);
    this.config = resolveConfig({ ...config, app: { ...config.app, path: join(folder, "app") } });
  }

  write(config: Config): void {
    const text = `import { defineConfig } from ${JSON.stringify(configDoor)};\nexport default defineConfig(${JSON.stringify(config)});\n`;
    writeFileSync(join(this.folder, "lampstand.config.ts"), text);
  }

  get site(): StagedSite {
    return stageSite(this.config);
  }

  async deploy(): Promise<void> {
    await this.workspace.synthesize(this.config, this.site);
    await this.workspace.apply();
  }

  editApp(content: string): void {
    writeFileSync(join(this.folder, "app/index.php"), content);
  }

  /** Takes a type's resources out of Terraform's state; they stay in the account. */
  forget(type: string): void {
    const file = join(this.folder, "terraform.cloud.tfstate");
    const state: { resources: { type: string }[] } = JSON.parse(readFileSync(file, "utf8"));
    const resources = state.resources.filter((resource) => resource.type !== type);
    writeFileSync(file, JSON.stringify({ ...state, resources }));
  }

  /** Lets the gate of what is synthesized give up sooner than people would. */
  shortenGate(seconds: number): void {
    const file = join(this.folder, "cdktf.out/stacks/cloud/cdk.tf.json");
    const text = readFileSync(file, "utf8");
    writeFileSync(
      file,
      text.replace(/"GATE_TIMEOUT_SECONDS": "\d+"/, `"GATE_TIMEOUT_SECONDS": "${seconds}"`),
    );
  }
}
