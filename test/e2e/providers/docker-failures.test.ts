import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { docker, dockerWithInput, uniqueName } from "../../support/docker.ts";
import { containersLeft, expectDone, Workspace } from "./terraform.ts";

const IMAGE = "debian:13";

describe("a failure", () => {
  const space = new Workspace();
  const name = uniqueName("provtest-bad");
  const only = (settings: object): object => ({
    docker_container: { bad: { name, image: IMAGE, command: ["sleep", "60"], ...settings } },
  });

  before(async () => {
    space.configure(only({}));
    expectDone(await space.run("init", "-input=false"));
  });

  after(async () => {
    await space.remove();
    assert.equal(await containersLeft(name), "");
  });

  async function expectFailure(...expected: readonly RegExp[]): Promise<void> {
    const outcome = await space.apply();
    assert.equal(outcome.code, 1, outcome.output);
    const text = outcome.output.replaceAll(/\n│? */g, " ");
    for (const pattern of expected) assert.match(text, pattern);
    assert.deepEqual(await space.addresses(), []);
    assert.equal(await containersLeft(name), "");
  }

  test("of a container that ends at once is reported with its exit code and last words, and leaves nothing", async () => {
    space.configure(only({ command: ["sh", "-c", "echo no such luck; exit 7"] }));
    await expectFailure(/ended with exit code 7/, /no such luck/);
  });

  test("of a health check is reported early, with its output", async () => {
    const healthcheck = [
      { test: ["CMD-SHELL", "echo still ill; exit 1"], interval: "100ms", timeout: "5s", retries: 2 },
    ];
    space.configure(only({ wait: true, wait_timeout: 60, healthcheck }));
    const startedMs = Date.now();
    await expectFailure(/is unhealthy/, /Last health check: exit code 1: still ill/);
    assert.ok(Date.now() - startedMs < 15_000);
  });

  test("of a health check that never answers ends at wait_timeout", async () => {
    const healthcheck = [{ test: ["CMD", "false"], interval: "100ms", timeout: "5s", retries: 1000 }];
    space.configure(only({ wait: true, wait_timeout: 1, healthcheck }));
    await expectFailure(/is not healthy after 1 s \(wait_timeout\)/);
  });

  test("by a name in use says whose it is and what to do", async () => {
    const taken = `${name}x`;
    const id = await docker("create", "--name", taken, IMAGE);
    try {
      space.configure(only({ name: taken }));
      const { code, output } = await space.apply();
      assert.equal(code, 1);
      assert.match(output, /A container named .* exists already/);
      assert.ok(output.replaceAll(/\n│? */g, " ").includes(`terraform import ADDRESS ${id}`), output);
      assert.equal(await docker("inspect", "-f", "{{.Id}}", taken), id);
    } finally {
      await docker("rm", "--force", taken);
    }
  });

  test("by a port in use says who holds it", async () => {
    const holder = `${name}x`;
    await docker("run", "--detach", "--name", holder, "--publish", "127.0.0.1::80", IMAGE, "sleep", "60");
    try {
      const port = Number((await docker("port", holder, "80")).split(":")[1]);
      space.configure(only({ name: `${name}y`, ports: [{ internal: 80, external: port, ip: "127.0.0.1" }] }));
      const { code, output } = await space.apply();
      assert.equal(code, 1);
      assert.match(
        output.replaceAll(/\n│? */g, " "),
        new RegExp(`Port ${port} .* is in use.*Container ${holder} publishes it`),
      );
    } finally {
      await docker("rm", "--force", holder);
    }
    assert.equal(await containersLeft(`${name}y`), "");
  });

  test("by a missing image says where to get it", async () => {
    space.configure(only({ image: `${name}:nowhere` }));
    await expectFailure(/No such image/, /docker_image resource/);
  });

  test("of a build shows the failed step and what it wrote", async () => {
    space.write("context/Dockerfile", `FROM ${IMAGE}\nRUN echo fine\nRUN echo the reason >&2; exit 3\n`);
    space.configure({ docker_image: { bad: { name: `${name}:1`, build: [{ context: "context" }] } } });
    const dangling = () =>
      docker("images", "--quiet", "--filter", "dangling=true", "--filter", `reference=${name}`);
    await expectFailure(/Failed step: \[3\/3\] RUN echo the reason/, /\| the reason/, /exit code: 3/);
    assert.equal(await dangling(), "");
  });

  test("by an attribute that is not implemented comes with the plan", async () => {
    space.configure({
      docker_image: { bad: { name: `${name}:1`, build: [{ context: ".", squash: true }] } },
    });
    const { code, output } = await space.run("plan", "-input=false");
    assert.equal(code, 1);
    assert.match(output, /squash is not implemented by this stand-in provider/);
  });

  test("to reach the engine says where it was looked for and how to start it", async () => {
    const lost = new Workspace({ DOCKER_HOST: "unix:///nonexistent/docker.sock" });
    try {
      lost.configure(only({}));
      expectDone(await lost.run("init", "-input=false"));
      const { code, output } = await lost.run("plan", "-input=false");
      assert.equal(code, 1);
      assert.match(output, /The Docker engine does not answer at unix:\/\/\/nonexistent\/docker\.sock/);
      assert.match(output, /systemctl start docker/);
    } finally {
      await lost.remove();
    }
  });
});

test("an image that a container still uses is removed when that container is", async () => {
  const space = new Workspace();
  const image = `${uniqueName("provtest-used")}:1`;
  const { code, output } = await dockerWithInput(
    `FROM ${IMAGE}\nLABEL used=${image}\n`,
    "build",
    "--tag",
    image,
    "-",
  );
  assert.equal(code, 0, output);
  try {
    space.configure({ docker_image: { used: { name: image } } });
    expectDone(await space.run("init", "-input=false"));
    expectDone(await space.apply());
    await docker("run", "--detach", "--rm", image, "sleep", "3");
    expectDone(await space.run("destroy", "-auto-approve", "-input=false"));
    assert.equal(await docker("images", "--quiet", image), "");
  } finally {
    await docker("rmi", "--force", image).catch(() => undefined);
    await space.remove();
  }
});
