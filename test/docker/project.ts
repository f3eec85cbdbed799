import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { z } from "zod";
import type { Config } from "../../modules/config/index.ts";

const entry = join(import.meta.dirname, "../../stacks/main.ts");
const configModule = join(import.meta.dirname, "../../modules/config/index.ts");

const containerSchema = z.object({
  name: z.string(),
  capabilities: z.object({ drop: z.array(z.string()), add: z.array(z.string()) }),
  security_opts: z.array(z.string()),
  memory: z.number(),
  memory_swap: z.number(),
  restart: z.string(),
  log_driver: z.string(),
  log_opts: z.record(z.string(), z.string()),
  healthcheck: z.object({
    test: z.array(z.string()).min(2),
    interval: z.string(),
    retries: z.number().min(1),
  }),
  ports: z.array(z.object({ internal: z.number(), external: z.number(), ip: z.string() })),
  labels: z.array(z.object({ label: z.string(), value: z.string() })),
});
export type SynthesizedContainer = z.infer<typeof containerSchema>;

const instanceSchema = z.record(z.string(), z.json());
const synthesizedSchema = z.object({ resource: z.record(z.string(), z.record(z.string(), instanceSchema)) });
export type Resources = z.infer<typeof synthesizedSchema>["resource"];

/** A project folder of its own with a small site, for runs of the CDKTF app. */
export class Project {
  folder = mkdtempSync(join(tmpdir(), "lampstand-synth-"));

  constructor() {
    mkdirSync(join(this.folder, "app/public"), { recursive: true });
    this.writePage("<?php echo 'one';\n");
  }

  writePage(content: string): void {
    writeFileSync(join(this.folder, "app/public/index.php"), content);
  }

  writeConfig(config: Config): void {
    writeFileSync(
      join(this.folder, "lampstand.config.ts"),
      `import { defineConfig } from ${JSON.stringify(configModule)};\n\nexport default defineConfig(${JSON.stringify(config)});\n`,
    );
  }

  /** Runs stacks/main.ts with the project as its working folder. @param variables of its environment, over this one's */
  run(variables: NodeJS.ProcessEnv = {}): { readonly status: number | null; readonly stderr: string } {
    const { CDKTF_OUTDIR: _outdir, CDKTF_CONTEXT_JSON: _context, ...env } = process.env;
    const options = {
      cwd: this.folder,
      env: { ...env, ...variables },
      encoding: "utf8",
      timeout: 60_000,
    } as const;
    const { status, stderr } = spawnSync(process.execPath, [entry], options);
    return { status, stderr };
  }

  /** The text of cdk.tf.json after a run that has to succeed. */
  synth(variables: NodeJS.ProcessEnv = {}): string {
    const { status, stderr } = this.run(variables);
    if (status !== 0) throw new Error(`the synth ended with ${status}: ${stderr}`);
    return readFileSync(join(this.folder, "cdktf.out/stacks/local/cdk.tf.json"), "utf8");
  }

  /** Renames the folder, with all that is in it. */
  move(): void {
    const moved = `${this.folder} – möved`;
    renameSync(this.folder, moved);
    this.folder = moved;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export function resourcesOf(synthesized: string): Resources {
  return synthesizedSchema.parse(JSON.parse(synthesized)).resource;
}

export function containersOf(synthesized: string): SynthesizedContainer[] {
  const { docker_container: containers = {} } = resourcesOf(synthesized);
  return Object.values(containers).map((container) => containerSchema.parse(container));
}

/** The name of each Docker object, by its type and Terraform id. */
export function namesOf(synthesized: string): Record<string, string> {
  const named = z.object({ name: z.string() });
  return Object.fromEntries(
    Object.entries(resourcesOf(synthesized)).flatMap(([type, instances]) =>
      type === "terraform_data"
        ? []
        : Object.entries(instances).map(([id, instance]) => [`${type}.${id}`, named.parse(instance).name]),
    ),
  );
}

export function labelOf(container: SynthesizedContainer, label: string): string | undefined {
  return container.labels.find((candidate) => candidate.label === label)?.value;
}
