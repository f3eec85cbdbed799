import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Testing } from "cdktf";
import { z } from "zod";
import { type Config, type ResolvedConfig, resolveConfig } from "../../modules/config/index.ts";
import { type StagedSite, stageSite } from "../../modules/digitalocean/index.ts";
import { planTopology } from "../../modules/topology/index.ts";
import { CloudStack } from "../../stacks/cloud.ts";

const fieldsSchema = z.record(z.string(), z.json());
const typesSchema = z.record(z.string(), z.record(z.string(), fieldsSchema)).default({});
const synthesizedSchema = z.object({
  resource: typesSchema,
  data: typesSchema,
  output: z.record(z.string(), z.object({ value: z.json(), sensitive: z.boolean().optional() })),
  locals: z.record(z.string(), z.string()),
  provider: z.object({ digitalocean: z.array(fieldsSchema) }),
  terraform: z.object({ backend: fieldsSchema }),
});

export type Fields = z.infer<typeof fieldsSchema>;
export type Synthesized = z.infer<typeof synthesizedSchema> & { readonly text: string };

/** Files that a config names, in a folder that goes away with the tests. */
export class SiteFiles {
  readonly folder = mkdtempSync(join(tmpdir(), "lampstand-cloud-"));
  readonly privateKey = "-----BEGIN PRIVATE KEY-----\nnobody-may-see-this\n-----END PRIVATE KEY-----\n";

  constructor() {
    this.write("index.php", "<?php echo 'one';\n");
    this.write("site.crt", "-----BEGIN CERTIFICATE-----\nleaf\n");
    this.write("site.key", this.privateKey);
    this.write("chain.crt", "-----BEGIN CERTIFICATE-----\nchain\n");
    this.write("ops.pub", "ssh-ed25519 AAAAC3Nz ops@example.org\n");
  }

  write(name: string, content: string | Buffer): void {
    writeFileSync(join(this.folder, name), content);
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

export function resolved(files: SiteFiles, config: Config): ResolvedConfig {
  return resolveConfig({ name: "shop", ...config, app: { path: files.folder, ...config.app } });
}

/** What Terraform gets for a config. */
export function synthesize(files: SiteFiles, config: Config): Synthesized {
  const full = resolved(files, config);
  return synthesizeSite(full, stageSite(full));
}

export function synthesizeSite(config: ResolvedConfig, site: StagedSite): Synthesized {
  const stack = new CloudStack(Testing.app(), "cloud", {
    config,
    topology: planTopology(config, "cloud"),
    site,
    stateFile: "/somewhere/terraform.cloud.tfstate",
  });
  const text = Testing.synth(stack);
  return { ...synthesizedSchema.parse(JSON.parse(text)), text };
}

/** The resources of a type, with their Terraform ids. */
export function instances(synthesized: Synthesized, type: string): readonly (readonly [string, Fields])[] {
  return Object.entries(synthesized.resource[type] ?? {});
}

/** The only resource of a type. */
export function only(synthesized: Synthesized, type: string): Fields {
  const [first, ...rest] = instances(synthesized, type);
  if (first === undefined || rest.length > 0) throw new Error(`${1 + rest.length} of ${type}`);
  return first[1];
}

/** Every preset and every option, each in a config of its own, and all options together. */
export function everyConfig(files: SiteFiles): Readonly<Record<string, Config>> {
  const sshKeys = ["laptop", files.path("ops.pub")];
  const certificate = {
    certificate: files.path("site.crt"),
    privateKey: files.path("site.key"),
    chain: files.path("chain.crt"),
  };
  const alertEmail = "ops@example.org";
  return {
    lab: { preset: "lab" },
    small: { preset: "small" },
    ha: { preset: "ha" },
    domain: { cloud: { domain: "www.example.org" } },
    hosts: {
      cloud: { domain: "example.org" },
      loadBalancer: { hosts: ["example.org", "www.example.org", "example.net"], hsts: true },
    },
    certificate: { cloud: { certificate } },
    "certificate and domain": { cloud: { certificate, domain: "example.org", alertEmail } },
    alerts: { cloud: { alertEmail } },
    "alerts over https": { cloud: { alertEmail, domain: "example.org" } },
    "ssh keys": { cloud: { sshKeys } },
    "ssh sources": { cloud: { sshKeys, sshSources: ["192.0.2.0/24", "2001:db8::/32"] } },
    replica: { cloud: { readReplica: true } },
    agent: { cloud: { metricsAgent: true } },
    "remote state": { cloud: { state: { bucket: "my-state", region: "fra1" } } },
    maintenance: { cloud: { maintenance: { day: "monday", hour: "23:00" } } },
    autoscale: { web: { autoscale: { min: 2, max: 10, cpu: 0.6 } }, cloud: { sshKeys } },
    git: { app: { git: { url: "https://example.org/site.git", ref: "v1" } } },
    "many nodes": { web: { nodes: 200 }, cloud: { loadBalancerNodes: 100, databaseNodes: 3 } },
    "everything together": {
      web: { nodes: 12, phpExtensions: ["gd"], environment: { A: `\${x}` } },
      loadBalancer: { requestTimeoutSeconds: 600 },
      cloud: {
        ...{ region: "ams3", webSize: "s-2vcpu-2gb", databaseNodes: 3, readReplica: true },
        ...{ addressRange: "192.168.0.0/16", domain: "a.b.example.org", certificate, alertEmail, sshKeys },
        ...{
          sshSources: ["192.0.2.0/24"],
          metricsAgent: true,
          state: { bucket: "my-state", region: "ams3" },
        },
      },
    },
  };
}
