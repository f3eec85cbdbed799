import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { docker, uniqueName } from "../../support/docker.ts";
import { containersLeft, expectDone, Workspace } from "./terraform.ts";

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

test("a one-off container gets its files, and its output goes into the state", async () => {
  const space = new Workspace();
  const name = uniqueName("provtest-once");
  const upload = [
    { file: "/etc/hello", content: "hello" },
    {
      file: "/usr/local/bin/greet",
      content_base64: Buffer.from("#!/bin/sh\ncat /etc/hello").toString("base64"),
      permissions: "0755",
    },
  ];
  const once = { name, image: IMAGE, command: ["greet"], upload, attach: true, logs: true, must_run: false };
  space.configure({ docker_container: { once } });
  try {
    expectDone(await space.run("init", "-input=false"));
    expectDone(await space.apply());
    const state = JSON.parse((await space.run("show", "-json")).output);
    const [{ values }] = state.values.root_module.resources;
    assert.deepEqual([values.container_logs, values.exit_code], ["hello", 0]);
    assert.deepEqual(await space.planned(), {});
  } finally {
    await space.remove();
  }
  assert.equal(await containersLeft(name), "");
});
