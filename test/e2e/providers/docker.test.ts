import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { docker, uniqueName } from "../../support/docker.ts";
import { type Outcome, Workspace } from "./terraform.ts";

const IMAGE = "debian:13";
const NAME = uniqueName("provtest");
/** A range that the engine doesn't hand out by itself. */
const SUBNET = `10.${100 + Math.floor(Math.random() * 100)}.${Math.floor(Math.random() * 256)}.0/28`;

function label(value: string): object {
  return { label: "lampstand.test", value };
}

/** Terraform's way to refer to an attribute of another resource. */
function reference(address: string): string {
  return `\${${address}}`;
}

/** A container that becomes healthy after half a second and ends at once on SIGTERM. */
function container(changes: object = {}): Record<string, object> {
  const script = "trap 'exit 0' TERM; sleep 0.3; touch /run/ok; while :; do sleep 0.1; done";
  const main = {
    name: `${NAME}-main`,
    image: reference("docker_image.main.image_id"),
    command: ["sh", "-c", script],
    ...{ memory: 32, memory_swap: 32, restart: "always", wait: true, wait_timeout: 20 },
    ...{ destroy_grace_seconds: 5, stop_signal: "SIGTERM", env: ["A=1", "B=2"] },
    tmpfs: { "/run": "size=1m" },
    read_only: true,
    capabilities: [{ add: ["CAP_NET_BIND_SERVICE"], drop: ["ALL"] }],
    security_opts: ["no-new-privileges:true"],
    log_driver: "json-file",
    log_opts: { "max-size": "1m", "max-file": "2" },
    healthcheck: [{ test: ["CMD", "test", "-e", "/run/ok"], interval: "200ms", timeout: "5s", retries: 50 }],
    labels: [label("main")],
    ports: [{ internal: 80, ip: "127.0.0.1" }],
    mounts: [{ type: "volume", target: "/data", source: reference("docker_volume.main.name") }],
    networks_advanced: [{ name: reference("docker_network.main.name"), aliases: ["web"] }],
    ...changes,
  };
  return { main };
}

function stack(changes: object = {}): object {
  return {
    docker_network: {
      addressed: {
        name: `${NAME}-addressed`,
        ipam_config: [{ subnet: SUBNET }],
        options: { "com.docker.network.bridge.enable_icc": "false" },
      },
      main: { name: `${NAME}-net`, internal: true, labels: [label("net")] },
    },
    docker_volume: { main: { name: `${NAME}-vol`, labels: [label("vol")] } },
    docker_image: {
      main: {
        name: `${NAME}:1`,
        keep_locally: false,
        build: [{ context: "context", tag: [`${NAME}:extra`] }],
      },
    },
    docker_container: container(changes),
  };
}

function expectDone(outcome: Outcome): void {
  assert.equal(outcome.code, 0, outcome.output);
}

async function containersLeft(prefix: string): Promise<string> {
  return docker("ps", "--all", "--quiet", "--filter", `name=${prefix}`);
}

describe("a stack on the real engine", () => {
  const space = new Workspace();
  const main = `${NAME}-main`;

  before(async () => {
    space.write("context/Dockerfile", `FROM ${IMAGE}\nCOPY . /context\n`);
    space.write("context/kept", "kept");
    space.write("context/left.out", "left out");
    space.write("context/.dockerignore", "*.out\n");
    space.configure(stack());
    expectDone(await space.run("init", "-input=false"));
    expectDone(await space.apply());
  });

  after(async () => {
    await space.remove();
    assert.equal(await containersLeft(NAME), "");
    assert.equal(await docker("network", "ls", "--quiet", "--filter", `name=${NAME}`), "");
    assert.equal(await docker("volume", "ls", "--quiet", "--filter", `name=${NAME}`), "");
    assert.equal(await docker("images", "--quiet", NAME), "");
  });

  test("is healthy when apply ends, and a second plan is empty", async () => {
    assert.equal(await docker("inspect", "-f", "{{.State.Health.Status}}", main), "healthy");
    assert.deepEqual(await space.planned(), {});
  });

  test("has what was asked for", async () => {
    const [inspected] = JSON.parse(await docker("inspect", main));
    const { HostConfig: host, Config: config, NetworkSettings: settings } = inspected;
    assert.deepEqual([host.Memory, host.MemorySwap, host.ReadonlyRootfs], [32 << 20, 32 << 20, true]);
    assert.deepEqual([host.CapAdd, host.CapDrop], [["CAP_NET_BIND_SERVICE"], ["ALL"]]);
    assert.deepEqual(host.LogConfig, { Type: "json-file", Config: { "max-file": "2", "max-size": "1m" } });
    assert.deepEqual(Object.keys(settings.Networks), [`${NAME}-net`]);
    assert.ok(settings.Networks[`${NAME}-net`].Aliases.includes("web"));
    assert.deepEqual(config.Labels, { "lampstand.test": "main" });
    assert.equal(await docker("exec", main, "ls", "/context"), "Dockerfile\nkept");
  });

  test("with a changed memory limit and restart policy is updated in place", async () => {
    const id = await docker("inspect", "-f", "{{.Id}}", main);
    space.configure(stack({ memory: 48, memory_swap: 48, restart: "unless-stopped" }));
    assert.deepEqual(await space.planned(), { "docker_container.main": "update" });
    expectDone(await space.apply());
    const seen = await docker(
      "inspect",
      "-f",
      "{{.Id}} {{.HostConfig.Memory}} {{.HostConfig.RestartPolicy.Name}}",
      main,
    );
    assert.equal(seen, `${id} ${48 << 20} unless-stopped`);
    assert.deepEqual(await space.planned(), {});
  });

  test("with a changed tmpfs is replaced, since the engine can't change it in place", async () => {
    space.configure(stack({ tmpfs: { "/run": "size=2m" } }));
    assert.deepEqual(await space.planned(), { "docker_container.main": "delete+create" });
    expectDone(await space.apply());
    assert.match(await docker("exec", main, "grep", " /run ", "/proc/mounts"), /size=2048k/);
    assert.deepEqual(await space.planned(), {});
  });

  test("brings back a removed container", async () => {
    await docker("rm", "--force", main);
    assert.deepEqual(await space.planned(), { "docker_container.main": "create" });
    expectDone(await space.apply());
    assert.deepEqual(await space.planned(), {});
  });

  test("replaces a stopped container, which a plan alone leaves in peace", async () => {
    await docker("stop", "--time", "1", main);
    const id = await docker("inspect", "-f", "{{.Id}}", main);
    assert.deepEqual(await space.planned(), { "docker_container.main": "delete+create" });
    assert.equal(await docker("inspect", "-f", "{{.Id}}", main), id);
    space.configure(stack({ tmpfs: { "/run": "size=2m" }, lifecycle: { create_before_destroy: true } }));
    assert.deepEqual(await space.planned(), { "docker_container.main": "create+delete" });
    expectDone(await space.apply());
    assert.notEqual(await docker("inspect", "-f", "{{.Id}}", main), id);
    assert.deepEqual(await space.planned(), {});
  });

  test("reattaches a container that was cut off its network, by replacing it", async () => {
    await docker("network", "disconnect", `${NAME}-net`, main);
    space.configure(stack());
    assert.deepEqual(await space.planned(), { "docker_container.main": "delete+create" });
    expectDone(await space.apply());
    assert.deepEqual(await space.planned(), {});
  });

  test("replaces a tainted container", async () => {
    const id = await docker("inspect", "-f", "{{.Id}}", main);
    expectDone(await space.run("taint", "docker_container.main"));
    expectDone(await space.apply());
    assert.notEqual(await docker("inspect", "-f", "{{.Id}}", main), id);
  });

  test("taken over by import needs no change but for settings that only Terraform knows", async () => {
    const ids: readonly [string, string][] = [
      ["docker_network.main", await docker("network", "inspect", "-f", "{{.Id}}", `${NAME}-net`)],
      ["docker_volume.main", `${NAME}-vol`],
      ["docker_container.main", await docker("inspect", "-f", "{{.Id}}", main)],
    ];
    for (const [address, id] of ids) {
      expectDone(await space.run("state", "rm", address));
      expectDone(await space.run("import", "-input=false", address, id));
    }
    assert.deepEqual(await space.planned(), { "docker_container.main": "update" });
    expectDone(await space.apply());
    assert.deepEqual(await space.planned(), {});
  });

  test("moves to a new name before the old container goes", async () => {
    const lifecycle = { create_before_destroy: true };
    space.configure(stack({ lifecycle }));
    expectDone(await space.apply());
    space.configure(stack({ lifecycle, name: `${NAME}-main-2`, env: ["A=2"] }));
    const outcome = await space.apply();
    expectDone(outcome);
    const created = outcome.output.indexOf("Creation complete");
    assert.ok(created > 0 && created < outcome.output.indexOf("Destroying..."), outcome.output);
    assert.deepEqual(await space.planned(), {});
  });
});

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

  test("of a container that ends at once is told with its exit code and last words, and leaves nothing", async () => {
    space.configure(only({ command: ["sh", "-c", "echo no such luck; exit 7"] }));
    await expectFailure(/ended with exit code 7/, /no such luck/);
  });

  test("of a health check is told early, with what it said", async () => {
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

describe("an interruption", () => {
  const space = new Workspace();
  const name = uniqueName("provtest-int");

  before(async () => {
    space.configure({ docker_network: { unused: { name } } });
    expectDone(await space.run("init", "-input=false"));
  });

  after(() => space.remove());

  async function interrupt(isUnderWay: () => Promise<boolean>): Promise<Outcome & { readonly ms: number }> {
    const { child, outcome } = space.start("apply", "-auto-approve", "-input=false");
    const deadline = Date.now() + 20_000;
    while (!(await isUnderWay())) {
      assert.ok(Date.now() < deadline, "it never got under way");
      await delay(50);
    }
    const startedMs = Date.now();
    child.kill("SIGINT");
    return { ...(await outcome), ms: Date.now() - startedMs };
  }

  test("during a wait for health ends promptly and leaves no container", async () => {
    const healthcheck = [{ test: ["CMD", "false"], interval: "1s", timeout: "5s", retries: 1000 }];
    const waiting = { name, image: IMAGE, command: ["sleep", "60"], wait: true, healthcheck };
    space.configure({ docker_container: { waiting } });
    const { ms, code, output } = await interrupt(async () => (await containersLeft(name)) !== "");
    assert.equal(code, 1, output);
    assert.match(output, /Interrupted while starting container/);
    assert.ok(ms < 3000, `${ms} ms`);
    assert.equal(await containersLeft(name), "");
    assert.deepEqual(await space.addresses(), []);
  });

  test("during a build ends promptly and leaves neither image nor process", async () => {
    const marker = `7${String(Date.now()).slice(-7)}`;
    space.write("context/Dockerfile", `FROM ${IMAGE}\nRUN sleep ${marker}\n`);
    space.configure({ docker_image: { slow: { name: `${name}:1`, build: [{ context: "context" }] } } });
    const isBuilding = async (): Promise<boolean> => {
      const { execFileSync } = await import("node:child_process");
      return execFileSync("ps", ["-eo", "args"]).toString().includes(`\nsleep ${marker}\n`);
    };
    const { ms, code, output } = await interrupt(isBuilding);
    assert.equal(code, 1, output);
    assert.match(output, /Interrupted while providing image/);
    assert.ok(ms < 3000, `${ms} ms`);
    assert.equal(await docker("images", "--quiet", name), "");
    for (const deadline = Date.now() + 10_000; await isBuilding(); await delay(100)) {
      assert.ok(Date.now() < deadline, "the build goes on");
    }
  });
});
