import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { createServer, request as forward, type Server } from "node:http";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { docker, uniqueName } from "../../support/docker.ts";
import { expectDone, Workspace } from "./terraform.ts";

const secret = randomBytes(8).toString("hex");

/** A proxy on 127.0.0.1 that notes what it was asked for, and by whom. */
class LoopbackProxy {
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

  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, "127.0.0.1", resolve));
    const address = this.#server.address();
    assert.ok(typeof address === "object" && address !== null);
    return `http://builder:${secret}@127.0.0.1:${address.port}`;
  }

  stop(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}

describe("an image's build behind a proxy", () => {
  const name = uniqueName("e2e-proxy");
  const proxy = new LoopbackProxy();
  let space: Workspace;

  before(async () => {
    space = new Workspace({ HTTP_PROXY: await proxy.start() });
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
