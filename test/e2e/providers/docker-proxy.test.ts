import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request as forward, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { buildBehindProxy } from "../../../cli/terraform/index.ts";
import { openLocalEngine } from "../../../modules/docker-engine/index.ts";
import { buildImage } from "../../../providers/docker/index.ts";
import { docker, uniqueName } from "../../support/docker.ts";
import { expectDone, Workspace } from "./terraform.ts";

const secret = randomBytes(8).toString("hex");

/** A proxy on this machine that notes what it was asked for, and by whom. */
class LocalProxy {
  readonly asked: { readonly url: string; readonly authorization: string | undefined }[] = [];
  readonly #server: Server = createServer((request, response) => {
    const { "proxy-authorization": authorization, ...headers } = request.headers;
    this.asked.push({ url: request.url ?? "", authorization });
    const onward = forward(request.url ?? "", { method: request.method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on("error", () => response.destroy());
    request.pipe(onward);
  });

  async start(host: string): Promise<string> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(0, host, resolve);
    });
    const address = this.#server.address();
    assert.ok(typeof address === "object" && address !== null);
    return `http://builder:${secret}@${host}:${address.port}`;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

describe("an image's build behind a proxy", () => {
  const name = uniqueName("e2e-proxy");
  const proxy = new LocalProxy();
  let space: Workspace;

  before(async () => {
    space = new Workspace({ HTTP_PROXY: await proxy.start("127.0.0.1") });
    // A step of its own each time: one that was built before would not be built again.
    const dockerfile = `FROM debian:13\nRUN : ${name} && apt-get update -qq\nRUN rm -rf /var/lib/apt/lists/*\n`;
    space.write("context/Dockerfile", dockerfile);
    space.configure({ docker_image: { built: { name: `${name}:1`, build: [{ context: "context" }] } } });
    expectDone(await space.run("init"));
    expectDone(await space.apply());
  });
  after(async () => {
    await space.remove();
    proxy.stop();
  });

  test("takes packages through it, with its credentials, though it is on 127.0.0.1", () => {
    const lists = proxy.asked.filter(({ url }) => /^http:.*\/debian\/dists\/trixie\/InRelease$/.test(url));
    assert.ok(lists.length > 0, JSON.stringify(proxy.asked));
    const expected = `Basic ${Buffer.from(`builder:${secret}`).toString("base64")}`;
    for (const { authorization } of proxy.asked) assert.equal(authorization, expected);
  });

  test("leaves the credentials in no image, label, history or state", async () => {
    const image = await docker("image", "inspect", `${name}:1`);
    const history = await docker("history", "--no-trunc", "--format", "{{json .}}", `${name}:1`);
    assert.match(history, /apt-get update/);
    for (const text of [image, history]) assert.doesNotMatch(text, new RegExp(`${secret}|127\\.0\\.0\\.1`));
    const files = readdirSync(space.folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name));
    assert.ok(files.some((file) => file.endsWith("terraform.tfstate")));
    for (const file of files) assert.ok(!readFileSync(file, "latin1").includes(secret), file);
  });
});

/** Where a build's containers, on the default bridge, reach this machine. */
async function bridgeAddress(): Promise<string> {
  // Not every engine reports the gateway; it is the first address of the subnet.
  const format = "{{(index .IPAM.Config 0).Subnet}}";
  const subnet = await docker("network", "inspect", "bridge", "--format", format);
  const address = subnet.replace(/\.0\/\d+$/, ".1");
  assert.match(address, /^\d+\.\d+\.\d+\.1$/, subnet);
  return address;
}

describe("with the registry's provider, which knows no proxy", () => {
  const name = uniqueName("e2e-proxy");
  const proxy = new LocalProxy();
  const folder = mkdtempSync(join(tmpdir(), "lampstand-proxied-"));
  const before = process.env.HTTP_PROXY;

  after(async () => {
    if (before === undefined) delete process.env.HTTP_PROXY;
    else process.env.HTTP_PROXY = before;
    proxy.stop();
    rmSync(folder, { recursive: true, force: true });
    await docker("rmi", "--force", `${name}:1`);
  });

  test("images are built through the proxy first, and then need none", async () => {
    mkdirSync(join(folder, "context"));
    mkdirSync(join(folder, ".lampstand"));
    const step = `apt-get update -qq && echo ${name} $(date +%N) >/stamp`;
    writeFileSync(join(folder, "context/Dockerfile"), `FROM debian:13\nRUN ${step}\n`);
    writeFileSync(join(folder, ".lampstand/providers.json"), '{ "use": "registry", "because": "a test" }');
    const image = { name: `${name}:1`, build: { context: "context", labels: {}, remove: true } };
    const synthesized = { resource: { docker_image: { built: image } } };
    writeFileSync(join(folder, "cdk.tf.json"), JSON.stringify(synthesized));
    const stamp = () => docker("run", "--rm", "--network", "none", `${name}:1`, "cat", "/stamp");
    process.env.HTTP_PROXY = await proxy.start(await bridgeAddress());
    await buildBehindProxy(folder, folder, () => undefined);
    assert.ok(proxy.asked.length > 0);
    const first = await stamp();
    const asked = proxy.asked.length;

    delete process.env.HTTP_PROXY;
    await docker("rmi", `${name}:1`);
    const context = join(folder, "context");
    const engine = { docker: await openLocalEngine(), host: "" };
    await buildImage(engine, `${name}:1`, { context, remove: true }, "", new AbortController().signal);
    assert.equal(await stamp(), first);
    assert.equal(proxy.asked.length, asked);
  });
});
