import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { startSimulator } from "../../../simulator/index.ts";
import { DIGITALOCEAN, reference } from "./digitalocean-site.ts";
import { expectDone, type Outcome, Workspace } from "./terraform.ts";

const simulator = await startSimulator({ port: 0 });
const { control } = simulator;

const VPC = { digitalocean_vpc: { main: { name: "site", region: "fra1" } } };
const TAG = { digitalocean_tag: { web: { name: "site-web" } } };

function droplet(settings: object = {}): object {
  const web = { name: "site-web-1", region: "fra1", image: "debian-13-x64", size: "s-1vcpu-1gb" };
  return { digitalocean_droplet: { web: { ...web, ...settings } } };
}

/** Terraform breaks its messages into lines: as one line again. */
function textOf({ output }: Outcome): string {
  return output.replaceAll(/\n[│|]? */g, " ");
}

describe("a failure of DigitalOcean", () => {
  const space = new Workspace(
    {
      DIGITALOCEAN_API_URL: simulator.url,
      DIGITALOCEAN_TOKEN: simulator.token,
      DIGITALOCEAN_HTTP_RETRY_MAX: "2",
      DIGITALOCEAN_HTTP_RETRY_WAIT_MIN: "0.05",
    },
    DIGITALOCEAN,
  );

  before(async () => {
    space.configure(VPC);
    expectDone(await space.run("init", "-input=false"));
  });

  after(async () => {
    control.clearFaults();
    await space.remove();
    const { droplets, clusters, replicas, vpcs } = control.state();
    const left = [droplets, clusters, replicas].flatMap((table) => Object.keys(table));
    const open = Object.values(vpcs).filter((vpc) => !vpc.default);
    await simulator.close();
    assert.deepEqual([left, open], [[], []]);
  });

  async function expectFailure(...expected: readonly RegExp[]): Promise<void> {
    const outcome = await space.apply();
    assert.equal(outcome.code, 1, outcome.output);
    for (const pattern of expected) assert.match(textOf(outcome), pattern);
  }

  test("that passes, too many requests or a failure on its side, is not noticed", async () => {
    control.fault({ kind: "answer", method: "POST", path: "/v2/vpcs", status: 429, retryAfterSeconds: 1 });
    control.fault({ kind: "answer", method: "POST", path: "/v2/tags", status: 500, count: 2 });
    control.fault({ kind: "answer", method: "GET", path: "/v2/droplets/*", status: 503 });
    space.configure({ ...VPC, ...TAG, ...droplet({ vpc_uuid: reference("digitalocean_vpc.main.id") }) });
    expectDone(await space.apply());
    assert.deepEqual(control.faults(), []);
    const made = control.requests().filter(({ method, path }) => `${method} ${path}` === "POST /v2/tags");
    assert.deepEqual(
      made.map(({ status }) => status),
      [500, 500, 201],
    );
  });

  test("that stays is reported with the request, its answer and the number of attempts", async () => {
    control.fault({ kind: "answer", method: "POST", path: "/v2/domains", status: 500, count: 3 });
    space.configure({ digitalocean_domain: { main: { name: "example.test" } } });
    await expectFailure(
      /Error creating Domain: POST http:\/\/127\.0\.0\.1:\d+\/v2\/domains: 500 \(request "[^"]+"\) Unexpected server-side error; giving up after 3 attempt\(s\)/,
    );
    assert.deepEqual(await space.addresses(), []);
  });

  test("to start a droplet ends in time, and the next apply makes another one", async () => {
    control.fault({ kind: "creation", creation: "droplet", outcome: "stuck" });
    space.configure(droplet({ timeouts: { create: "1s", delete: "20s" } }));
    await expectFailure(/Error waiting for droplet \(\d+\) to become ready: context deadline exceeded/);
    const [stuck] = Object.keys(control.state().droplets);
    assert.deepEqual(await space.addresses(), ["digitalocean_droplet.web"]);
    expectDone(await space.apply());
    const left = Object.keys(control.state().droplets);
    assert.equal(left.length, 1);
    assert.notEqual(left[0], stuck);
  });

  test("to make a balancer is told, and the next apply makes another one", async () => {
    const rule = { entry_protocol: "http", entry_port: 80, target_protocol: "http", target_port: 80 };
    const balancer = {
      name: "site-balancer",
      region: "fra1",
      droplet_tag: "site-web",
      forwarding_rule: [rule],
    };
    space.configure({ ...TAG, digitalocean_loadbalancer: { main: balancer } });
    control.fault({ kind: "creation", creation: "load_balancer", outcome: "fails" });
    await expectFailure(
      /Error waiting for Load Balancer \([0-9a-f-]+\) to become active: .*unexpected state 'errored', wanted 'active'/,
    );
    const failed = Object.keys(control.state().loadBalancers);
    assert.equal(failed.length, 1);
    expectDone(await space.apply());
    const [left, ...more] = Object.keys(control.state().loadBalancers);
    assert.deepEqual(more, []);
    assert.notEqual(left, failed[0]);
  });

  test("to make a cluster or a replica leaves none behind that nobody knows of", async () => {
    const cluster = { name: "site-database", engine: "mysql", version: "8", region: "fra1", node_count: 1 };
    const read = {
      ...{ name: "site-read", region: "fra1", size: "db-s-1vcpu-2gb" },
      cluster_id: reference("digitalocean_database_cluster.main.id"),
    };
    space.configure({
      digitalocean_database_cluster: { main: { ...cluster, size: "db-s-1vcpu-2gb" } },
      digitalocean_database_replica: { read },
    });
    control.fault({ kind: "creation", creation: "database", outcome: "fails" });
    await expectFailure(
      /Error waiting for database cluster \([0-9a-f-]+\) to be online: GET [^ ]+: 403 \(request "[^"]+"\) cluster creation failed/,
      /may still exist, and then it costs\. It is kept in the state as tainted/,
    );
    assert.deepEqual(await space.addresses(), ["digitalocean_database_cluster.main"]);
    control.fault({ kind: "creation", creation: "replica", outcome: "fails" });
    await expectFailure(
      /Error waiting for DatabaseReplica \(site-read\) to be online: .*replica creation failed/,
    );
    assert.equal(Object.keys(control.state().clusters).length, 1);
    expectDone(await space.apply());
    assert.equal(Object.keys(control.state().replicas).length, 1);
  });

  test("to answer a token says where to set another one", async () => {
    const locked = new Workspace(
      { DIGITALOCEAN_API_URL: simulator.url, DIGITALOCEAN_TOKEN: "wrong" },
      DIGITALOCEAN,
    );
    const empty = new Workspace(
      { DIGITALOCEAN_API_URL: simulator.url, DIGITALOCEAN_TOKEN: "" },
      DIGITALOCEAN,
    );
    try {
      for (const each of [locked, empty]) {
        each.configure(VPC);
        expectDone(await each.run("init", "-input=false"));
      }
      const refused = textOf(await locked.apply());
      assert.match(
        refused,
        /Error creating VPC: POST http:\/\/[^ ]+\/v2\/vpcs: 401 \(request "[^"]+"\) Unable to authenticate you/,
      );
      assert.match(refused, /Set DIGITALOCEAN_TOKEN/);
      assert.match(textOf(await empty.run("plan", "-input=false")), /There is no API token for DigitalOcean/);
    } finally {
      await locked.remove();
      await empty.remove();
    }
  });

  test("that can be foreseen comes with the plan, each at its attribute", async () => {
    space.configure({
      ...droplet({ backup_policy: [{ plan: "daily" }], tags: ["not a tag"] }),
      digitalocean_vpc: { main: { name: "site", region: "fra1", ip_range: "10.0.0.0/8" } },
    });
    const outcome = textOf(await space.run("plan", "-input=false"));
    assert.match(outcome, /backup_policy is not implemented by this stand-in provider/);
    assert.match(outcome, /tags can't be \["not a tag"\]/);
    assert.match(
      outcome,
      /ip_range can't be "10\.0\.0\.0\/8".*A private range \(RFC 1918\) from \/16 to \/28/,
    );
  });

  test("is none: an interruption ends promptly, and the next apply goes on", async () => {
    space.configure({ ...VPC, ...droplet({ name: "site-web-2" }) });
    expectDone(await space.run("destroy", "-auto-approve", "-input=false"));
    control.fault({ kind: "creation", creation: "droplet", outcome: "stuck" });
    const { child, outcome } = space.start("apply", "-auto-approve", "-input=false");
    for (
      const until = Date.now() + 20_000;
      Object.keys(control.state().droplets).length === 0;
      await delay(50)
    ) {
      assert.ok(Date.now() < until, "no droplet was asked for");
    }
    child.kill("SIGINT");
    const interrupted = await outcome;
    assert.equal(interrupted.code, 1, interrupted.output);
    assert.match(textOf(interrupted), /Interrupted while waiting for droplet \(\d+\) to become ready/);
    assert.ok((await space.addresses()).includes("digitalocean_droplet.web"));
    expectDone(await space.apply());
    assert.deepEqual(
      Object.values(control.state().droplets).map(({ name }) => name),
      ["site-web-2"],
    );
    assert.deepEqual(await space.planned(), {});
  });
});
