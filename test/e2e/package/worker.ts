import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { z } from "zod";
import { installMirror, terraformCliConfig } from "../../../providers/index.ts";
import { docker, freePorts, uniqueName } from "../../support/docker.ts";
import { removeLeftovers } from "../stack/deployed.ts";
import type { Consumer } from "./consumer.ts";

const run = promisify(execFile);
const example = resolve(import.meta.dirname, "../../../examples/worker");
const jobs = z.array(z.object({ id: z.number(), done_by: z.string().nullable() }));

/** Tests of examples/worker in the consumer's app, on the Docker engine. */
export function describeWorker(openConsumer: () => Consumer): void {
  const name = uniqueName("worker");
  const network = `${name}-proxy`;
  const mirror = mkdtempSync(join(tmpdir(), "lampstand-mirror-"));
  let consumer: Consumer;
  let url: string;

  const terraform = async (...args: readonly string[]): Promise<string> => {
    const { stdout } = await run("terraform", [...args, "-no-color"], {
      cwd: join(consumer.folder, "worker/cdktf.out/stacks/jobs"),
      env: { ...process.env, TF_CLI_CONFIG_FILE: join(mirror, "terraform.rc"), CHECKPOINT_DISABLE: "1" },
      maxBuffer: 16 * 1024 * 1024,
    });
    return stdout;
  };
  const synthesize = (...variables: readonly string[]) =>
    consumer.run(
      ...["env", "-C", join(consumer.folder, "worker"), `PUBLIC_NETWORK=${network}`],
      ...[...variables, process.execPath, "main.ts"],
    );
  /** The site's jobs, once a page has them: each web node and router becomes ready on its own. */
  const queue = async (method: "GET" | "POST" = "GET") => {
    for (const deadline = Date.now() + 60_000; ; await pause(200)) {
      const response = await fetch(url, { method }).catch(() => undefined);
      if (response?.ok) return jobs.parse(await response.json());
      assert.ok(Date.now() < deadline, `no page: ${response?.status} ${await response?.text()}`);
    }
  };

  before(async () => {
    consumer = openConsumer();
    installMirror(join(mirror, "providers"));
    writeFileSync(join(mirror, "terraform.rc"), terraformCliConfig(join(mirror, "providers")));
    cpSync(example, join(consumer.folder, "worker"), { recursive: true });
    const [httpPort = 0, httpsPort = 0, statusPort = 0] = await freePorts();
    url = `http://127.0.0.1:${httpPort}/`;
    // A stack and ports of the test's own; everything else is what a reader copies.
    const source = readFileSync(join(example, "main.ts"), "utf8")
      .replace('name: "jobs"', `name: "${name}"`)
      .replace("8180", String(httpPort))
      .replace("8543", String(httpsPort))
      .replace("8504", String(statusPort));
    consumer.write("worker/main.ts", source);
  });
  after(async () => {
    await removeLeftovers(name);
    await docker("network", "rm", network);
    rmSync(mirror, { recursive: true, force: true });
  });

  test("it deploys, and the worker does the jobs of the site as a database user of its own", async () => {
    await docker("network", "create", network);
    await synthesize();
    await terraform("init");
    await terraform("apply", "-auto-approve");
    let seen = await queue("POST");
    for (
      const deadline = Date.now() + 30_000;
      seen.some(({ done_by }) => done_by === null);
      seen = await queue()
    ) {
      assert.ok(Date.now() < deadline, JSON.stringify(seen));
      await pause(200);
    }
    assert.deepEqual(new Set(seen.map(({ done_by }) => done_by)), new Set(["worker@%"]));
  });

  test("containers on the public network reach the site by the stack's name", async () => {
    const script = `file_get_contents("http://${name}:8080/");`;
    const php = ["php", "-d", "allow_url_fopen=1", "-r", `echo ${script}`];
    const image = await docker("inspect", "--format", "{{.Image}}", `${name}-worker-1`);
    const page = await docker(
      "run",
      "--rm",
      "--network",
      network,
      "--entrypoint",
      php[0] ?? "",
      image,
      ...php.slice(1),
    );
    assert.ok(Array.isArray(jobs.parse(JSON.parse(page))));
  });

  test("the worker's password is its own, in no environment and not in Terraform's state", async () => {
    const secrets = `worker/.lampstand/${name}/secrets`;
    const password = consumer.read(`${secrets}/users/worker/db-password`);
    assert.notEqual(password, consumer.read(`${secrets}/passwords/app`));
    const inspected = await docker("inspect", `${name}-worker-1`);
    assert.ok(!inspected.includes(password));
    assert.ok(!consumer.read("worker/terraform.jobs.tfstate").includes(password));
  });

  test("then there is nothing to do, and a destroy with the stack's name leaves nothing", async () => {
    await synthesize();
    assert.match(await terraform("plan"), /No changes\. Your infrastructure matches the configuration\./);
    await synthesize(`LAMPSTAND_DELETE_DATA=${name}`);
    await terraform("destroy", "-auto-approve");
    assert.equal(await docker("ps", "--all", "--quiet", "--filter", `label=lampstand.stack=${name}`), "");
  });

  test("a user that the stack doesn't have is refused, with those that it has", async () => {
    consumer.write(
      "worker/wrong.ts",
      consumer.read("worker/main.ts").replace('databaseUser: "worker"', 'databaseUser: "job"'),
    );
    await assert.rejects(
      consumer.run("env", "-C", join(consumer.folder, "worker"), process.execPath, "wrong.ts"),
      /worker-1: got databaseUser "job"; allowed: "worker"; name it in databaseUsers/,
    );
  });
}
