import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { containersOf, labelOf, namesOf } from "../../docker/project.ts";
import { describeCloudStack } from "./cloud-stack.ts";
import { type Consumer, createConsumer, olderNode, readmeExample, tsc } from "./consumer.ts";
import { describeWorker } from "./worker.ts";

const tsconfig = {
  compilerOptions: { target: "es2024", module: "nodenext", strict: true, types: ["node"] },
  files: ["main.ts"],
};

describe("the npm package in someone else's CDKTF app", () => {
  let consumer: Consumer;
  const synthesized = () => consumer.read("cdktf.out/stacks/shop/cdk.tf.json");

  before(async () => {
    consumer = await createConsumer();
    consumer.write("main.ts", readmeExample());
    consumer.write("tsconfig.json", JSON.stringify(tsconfig));
    consumer.write("site/public/index.php", "<?php echo 'shop';\n");
  });
  after(() => consumer?.remove());

  test("it holds JavaScript, declarations and what they read, and no source or tool of the project", () => {
    const outside = consumer.packed.filter((path) => !path.startsWith("dist/modules/"));
    assert.deepEqual(outside.sort(), ["LICENSE", "README.md", "cli/bootstrap.mjs", "package.json"]);
    assert.deepEqual(
      consumer.packed.filter((path) => path.endsWith(".ts") && !path.endsWith(".d.ts")),
      [],
    );
    for (const path of ["web-node/php/SessionStore.php", "web-node/files/entrypoint.sh"])
      assert.ok(consumer.packed.includes(`dist/modules/${path}`), path);
  });

  test("its tarball is smaller than 300 kB", (context) => {
    context.diagnostic(`lampstand.tgz: ${(consumer.tarballBytes / 1000).toFixed(1)} kB`);
    assert.ok(consumer.tarballBytes < 300_000, `${consumer.tarballBytes} bytes`);
  });

  test("it leaves out what only the documentation and the commands use", () => {
    for (const module of ["reference", "diagrams", "capacity", "cost", "results"])
      assert.deepEqual(
        consumer.packed.filter((path) => path.startsWith(`dist/modules/${module}/`)),
        [],
      );
  });

  test("the README's example passes the type check, declarations of the package included", async () => {
    await consumer.run(tsc, "--project", ".");
  });

  test("Node 24 runs the example as it is, and the stack has every component", async () => {
    await consumer.run(process.execPath, "main.ts");
    const components = containersOf(synthesized()).map((container) =>
      labelOf(container, "lampstand.component"),
    );
    assert.deepEqual(components.sort(), [
      "database-1",
      "database-2",
      "database-3",
      "database-router-1",
      "database-router-2",
      "load-balancer-1",
      "web-1",
      "web-2",
    ]);
    const networks = Object.entries(namesOf(synthesized())).filter(([id]) => id.startsWith("docker_network"));
    assert.deepEqual(networks.map(([, name]) => name).sort(), [
      "shop-back",
      "shop-data",
      "shop-front",
      "shop-monitor",
    ]);
  });

  test("the images are made of the consumer's site, and of an agent that is plain JavaScript", () => {
    const images = join(consumer.folder, ".lampstand/shop/images");
    const context = (role: string) => {
      const [hash, ...others] = readdirSync(join(images, role));
      assert.ok(hash !== undefined && others.length === 0, `one build context of ${role}`);
      return join(images, role, hash);
    };
    assert.ok(existsSync(join(context("web-site"), "app/public/index.php")));
    const agent = join(context("database"), "agent");
    const modules = readdirSync(agent, { recursive: true, encoding: "utf8" }).filter((name) =>
      name.endsWith(".js"),
    );
    assert.ok(modules.length > 10, modules.join("\n"));
    for (const name of modules) execFileSync(process.execPath, ["--check", join(agent, name)]);
  });

  test("a second run keeps the secrets and changes nothing", async () => {
    const password = () => consumer.read(".lampstand/shop/secrets/passwords/app");
    const before = { password: password(), plan: synthesized() };
    await consumer.run(process.execPath, "main.ts");
    assert.deepEqual({ password: password(), plan: synthesized() }, before);
    assert.equal(statSync(join(consumer.folder, ".lampstand/shop/secrets")).mode & 0o777, 0o700);
  });

  test("compiled, it gives the same on the Node that a distribution has", async () => {
    const node = await olderNode(consumer);
    const before = synthesized();
    await consumer.run(node, "main.js");
    // The Node that runs the app is the one that the stack's own programs are run with.
    assert.equal(synthesized().replaceAll(node, process.execPath), before);
  });

  test("the project's commands say that they work in a clone, and touch nothing", async () => {
    const before = readdirSync(join(consumer.folder, "node_modules/lampstand"));
    await assert.rejects(
      consumer.run("npx", "lampstand", "up"),
      /The npm package holds the constructs for your own CDKTF app; the commands work in a clone of Lampstand\./,
    );
    assert.deepEqual(readdirSync(join(consumer.folder, "node_modules/lampstand")), before);
  });

  test("a mistake in the config is answered in the words of the project's own", async () => {
    consumer.write("wrong.ts", readmeExample().replace('name: "shop"', 'nane: "shop"'));
    await assert.rejects(
      consumer.run(process.execPath, "wrong.ts"),
      /ConfigError: nane: no such key; allowed: name, .*; did you mean "name"\?/,
    );
  });

  describe("with the cloud stack", () => describeCloudStack(() => consumer));
  describe("with the example of a worker", () => describeWorker(() => consumer));
});
