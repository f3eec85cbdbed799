import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { generate } from "selfsigned";
import { z } from "zod";
import { installMirror, terraformCliConfig } from "../../../providers/index.ts";
import { type Simulator, startSimulator } from "../../../simulator/index.ts";
import { type Consumer, tsc } from "./consumer.ts";

const run = promisify(execFile);

/** Someone else's CDKTF app with the cloud stack; `chain` is the certificate's third file. */
const app = (chain: string) => `
import { DigitaloceanProvider } from "@cdktf/provider-digitalocean/lib/provider/index.js";
import { App, TerraformStack } from "cdktf";
import { LampCloud } from "lampstand/digitalocean";

const app = new App();
const stack = new TerraformStack(app, "cloud");
new DigitaloceanProvider(stack, "digitalocean", {});
LampCloud.create(stack, "lamp", {
  folder: import.meta.dirname,
  name: "shop",
  app: { path: "site", documentRoot: "public" },
  cloud: { certificate: { certificate: "site.crt", privateKey: "site.key", ${chain} } },
});
app.synth();
`;

/** Tests of the cloud constructs in the consumer's app, against a simulated account. */
export function describeCloudStack(openConsumer: () => Consumer): void {
  const mirror = mkdtempSync(join(tmpdir(), "lampstand-mirror-"));
  let consumer: Consumer;
  let simulator: Simulator;

  /** Gives all that Terraform printed. */
  const terraform = (...args: readonly string[]): Promise<string> =>
    terraformIn(consumer.folder, "cloud", ...args);
  const terraformIn = async (folder: string, stack: string, ...args: readonly string[]): Promise<string> => {
    const { stdout } = await run("terraform", [...args, "-no-color"], {
      cwd: join(folder, "cdktf.out/stacks", stack),
      env: {
        ...process.env,
        TF_CLI_CONFIG_FILE: join(mirror, "terraform.rc"),
        CHECKPOINT_DISABLE: "1",
        DIGITALOCEAN_TOKEN: simulator.token,
        DIGITALOCEAN_API_URL: simulator.url,
        LAMPSTAND_SIMULATED_BALANCERS: `${simulator.url}/_simulator/balancers`,
      },
      maxBuffer: 16 * 1024 * 1024,
    });
    return stdout;
  };
  const certificateNames = () =>
    Object.values(simulator.control.state().certificates).map(({ name }) => name);
  const deploy = async (chain: string) => {
    consumer.write("cloud.ts", app(chain));
    await consumer.run(process.execPath, "cloud.ts");
    return terraform("apply", "-auto-approve");
  };

  before(async () => {
    simulator = await startSimulator({ port: 0, speed: "instant" });
    installMirror(join(mirror, "providers"));
    writeFileSync(join(mirror, "terraform.rc"), terraformCliConfig(join(mirror, "providers")));
    consumer = openConsumer();
    const { private: key, cert } = await generate([{ name: "commonName", value: "www.example.org" }]);
    for (const [path, text] of [
      ["site/public/index.php", "<?php echo 'shop';\n"],
      ["site.crt", cert],
      ["site.key", key],
      ["chain.crt", cert],
      ["cloud.ts", app("")],
      ["tsconfig.cloud.json", JSON.stringify(tsconfig)],
    ] as const)
      consumer.write(path, text);
  });
  after(async () => {
    await simulator?.close();
    rmSync(mirror, { recursive: true, force: true });
  });

  test("the cloud constructs pass the type check", async () => {
    await consumer.run(tsc, "--project", "tsconfig.cloud.json");
  });

  test("they deploy, with the programs that Terraform runs as they are in the package", async () => {
    await consumer.run(process.execPath, "cloud.ts");
    await terraform("init");
    const output = await deploy("");
    assert.match(output, /The region had no network yet: default-fra1 is made first\./);
    assert.match(output, /Every new web node has answered through the balancer: /);
    assert.equal(certificateNames().length, 1);
  });

  test("a chain that is added to the certificate makes one of another name, and then there is nothing to do", async () => {
    const before = certificateNames();
    await deploy('chain: "chain.crt"');
    const names = certificateNames();
    assert.equal(names.length, 1);
    assert.notDeepEqual(names, before);
    assert.match(await terraform("plan"), /No changes\. Your infrastructure matches the configuration\./);
  });

  test("a certificate that an earlier version named keeps its name", async () => {
    const state = join(consumer.folder, "terraform.cloud.tfstate");
    const [name = ""] = certificateNames();
    const certificates = simulator.control.state().certificates;
    for (const certificate of Object.values(certificates))
      Object.assign(certificate, { name: certificate.name.replace(/.{8}$/, "01234567") });
    writeFileSync(state, consumer.read("terraform.cloud.tfstate").replaceAll(name, "shop-01234567"));
    assert.match(await terraform("plan"), /No changes\. Your infrastructure matches the configuration\./);
  });

  test("they are removed with the stack's name in LAMPSTAND_DELETE_DATA, and nothing that costs money is left", async () => {
    await assert.rejects(terraform("destroy", "-auto-approve"), /prevent_destroy/);
    await consumer.run("env", "LAMPSTAND_DELETE_DATA=shop", process.execPath, "cloud.ts");
    await terraform("destroy", "-auto-approve");
    const { droplets, clusters, loadBalancers } = simulator.control.state();
    assert.deepEqual([droplets, clusters, loadBalancers].map(Object.keys), [[], [], []]);
  });

  test("the example of an existing VPC deploys into it, and its removal leaves it", async () => {
    const created = await fetch(`${simulator.url}/v2/vpcs`, {
      method: "POST",
      headers: { authorization: `Bearer ${simulator.token}`, "content-type": "application/json" },
      body: JSON.stringify({ name: "office", region: "fra1", ip_range: "10.20.0.0/16" }),
    });
    const { vpc } = z.object({ vpc: z.object({ id: z.string() }) }).parse(await created.json());
    const folder = join(consumer.folder, "existing-vpc");
    cpSync(resolve(import.meta.dirname, "../../../examples/existing-vpc"), folder, { recursive: true });
    const synthesize = (...variables: readonly string[]) =>
      consumer.run("env", "-C", folder, `VPC_ID=${vpc.id}`, ...variables, process.execPath, "main.ts");
    const before = Object.keys(simulator.control.state().vpcs);
    await synthesize();
    await terraformIn(folder, "branch", "init");
    await terraformIn(folder, "branch", "apply", "-auto-approve");
    const { droplets, clusters, loadBalancers, vpcs } = simulator.control.state();
    const members = [
      ...Object.values(droplets).map(({ vpc_uuid }) => vpc_uuid),
      ...Object.values(loadBalancers).map(({ vpc_uuid }) => vpc_uuid),
      ...Object.values(clusters).map(({ private_network_uuid }) => private_network_uuid),
    ];
    assert.ok(members.length >= 4);
    assert.deepEqual([...new Set(members)], [vpc.id]);
    assert.deepEqual(Object.keys(vpcs), before);
    await synthesize("LAMPSTAND_DELETE_DATA=branch");
    await terraformIn(folder, "branch", "destroy", "-auto-approve");
    assert.deepEqual(Object.keys(simulator.control.state().vpcs), before);
    assert.deepEqual(Object.keys(simulator.control.state().droplets), []);
  });
}

const tsconfig = {
  compilerOptions: { target: "es2024", module: "nodenext", strict: true, types: ["node"] },
  files: ["cloud.ts"],
};
