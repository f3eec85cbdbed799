import assert from "node:assert/strict";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { digitaloceanProvider } from "../../../providers/digitalocean/provider.ts";
import { startSimulator } from "../../../simulator/index.ts";
import {
  DIGITALOCEAN,
  FIRST,
  IMPORT_IDS,
  reference,
  site,
  UPDATED,
  type Variant,
} from "./digitalocean-site.ts";
import { expectDone, Workspace } from "./terraform.ts";

const simulator = await startSimulator({ port: 0 });
const space = new Workspace(
  { DIGITALOCEAN_API_URL: simulator.url, DIGITALOCEAN_TOKEN: simulator.token },
  DIGITALOCEAN,
);
const REPLACED: Variant = { ...UPDATED, userData: "#cloud-config\n# v2\n", certificate: "own-2" };

const data = {
  digitalocean_ssh_key: { deploy: { name: reference("digitalocean_ssh_key.deploy.name") } },
  digitalocean_database_ca: { main: { cluster_id: reference("digitalocean_database_cluster.main.id") } },
};
const output = {
  key: { value: reference("data.digitalocean_ssh_key.deploy.public_key") },
  authority: { value: reference("data.digitalocean_database_ca.main.certificate") },
};

interface StateResource {
  readonly address: string;
  readonly mode: string;
  readonly type: string;
  readonly values: Record<string, string>;
}

async function resources(): Promise<StateResource[]> {
  const shown = JSON.parse((await space.run("show", "-json")).output);
  return shown.values.root_module.resources.filter(({ mode }: StateResource) => mode === "managed");
}

/** What a plan would change, by address; looking something up is no change. */
async function changes(): Promise<Record<string, string>> {
  const entries = Object.entries(await space.planned());
  return Object.fromEntries(entries.filter(([address]) => !address.startsWith("data.")));
}

function isReplaced(change: string | undefined): boolean {
  return change === "create+delete" || change === "delete+create";
}

function sent(...methods: readonly string[]): string[] {
  return simulator.control
    .requests()
    .filter(({ method }) => methods.includes(method))
    .map(({ method, path }) => `${method} ${path}`);
}

/** What a person does in the control panel. */
async function behindTerraform(method: string, path: string, body?: object): Promise<void> {
  const headers = { authorization: `Bearer ${simulator.token}`, "content-type": "application/json" };
  const init = body === undefined ? {} : { body: JSON.stringify(body) };
  const answer = await fetch(`${simulator.url}${path}`, { method, headers, ...init });
  assert.ok(answer.ok, `${answer.status}: ${await answer.text()}`);
}

describe("the DigitalOcean stand-in", () => {
  before(async () => {
    space.configure(site(FIRST), { data, output });
    expectDone(await space.run("init", "-input=false"));
  });

  after(async () => {
    await space.remove();
    await simulator.close();
  });

  test("creates a resource of every type that it has, and finds what is looked up", async () => {
    const outcome = await space.apply();
    expectDone(outcome);
    const types = new Set((await resources()).map(({ type }) => type));
    assert.deepEqual([...types].sort(), Object.keys(digitaloceanProvider.resources).sort());
    assert.match(outcome.output, /key = "ssh-ed25519 AAAA/);
    assert.match(outcome.output, /-----BEGIN CERTIFICATE-----/);
    const database = Object.values(simulator.control.state().clusters)[0];
    assert.deepEqual(database?.maintenance, { day: "sunday", hour: "03:00" });
  });

  test("plans nothing when nothing has changed", async () => {
    assert.deepEqual(await changes(), {});
  });

  test("updates each resource in place, and plans nothing after that", async () => {
    space.configure(site(UPDATED), { data, output });
    const planned = await changes();
    const updated = Object.entries(digitaloceanProvider.resources).flatMap(([name, type]) =>
      type.update ? [name] : [],
    );
    assert.deepEqual([...new Set(Object.values(planned))], ["update"]);
    const types = new Set(Object.keys(planned).map((address) => address.split(".")[0] ?? ""));
    // The resources of the project change with the droplets, which stay here.
    const expected = updated.filter((name) => name !== "digitalocean_project_resources");
    assert.deepEqual([...types].sort(), expected.sort());
    expectDone(await space.run("apply", "-input=false", "plan.bin"));
    assert.deepEqual(await changes(), {});
    const state = simulator.control.state();
    assert.deepEqual(
      Object.values(state.droplets).flatMap(({ name, size }) => (name.startsWith("site-web") ? [size] : [])),
      ["s-1vcpu-2gb", "s-1vcpu-2gb"],
    );
    const [cluster] = Object.values(state.clusters);
    assert.deepEqual([cluster?.size, cluster?.num_nodes], ["db-s-2vcpu-4gb", 3]);
  });

  test("replaces what can't be updated, the new droplets and certificate before the old ones", async () => {
    simulator.control.clearRequests();
    space.configure(site(REPLACED), { data, output });
    const planned = await changes();
    const replaced = Object.entries(planned).flatMap(([address, change]) =>
      change === "create+delete" ? [address] : [],
    );
    assert.deepEqual(replaced.sort(), [
      "digitalocean_certificate.own",
      "digitalocean_droplet.web[0]",
      "digitalocean_droplet.web[1]",
    ]);
    expectDone(await space.run("apply", "-input=false", "plan.bin"));
    assert.deepEqual(await changes(), {});
    const calls = sent("POST", "DELETE");
    const lastMade = calls.lastIndexOf("POST /v2/droplets");
    const firstShutDown = calls.findIndex((call) => /^POST .*\/actions$/.test(call));
    const firstDeleted = calls.findIndex((call) => call.startsWith("DELETE /v2/droplets/"));
    assert.ok(lastMade < firstShutDown && firstShutDown < firstDeleted, calls.join("\n"));
  });

  test("plans the replacement of what else can't be updated", async () => {
    const changed = site(REPLACED);
    const forced: Record<string, Record<string, string>> = {
      digitalocean_vpc: { ip_range: "10.20.0.0/20" },
      digitalocean_tag: { name: "site-other" },
      digitalocean_ssh_key: {
        public_key: "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA x",
      },
      digitalocean_domain: { name: "other.test" },
      digitalocean_database_db: { name: "other" },
      digitalocean_database_user: { name: "other" },
      digitalocean_database_replica: { name: "site-other" },
      digitalocean_database_cluster: { name: "other-database" },
      digitalocean_loadbalancer: { network: "INTERNAL" },
    };
    for (const [type, fields] of Object.entries(forced)) {
      for (const settings of Object.values(changed[type] ?? {})) Object.assign(settings, fields);
    }
    space.configure(changed, { data, output });
    const planned = await changes();
    const replaced = Object.keys(planned).flatMap((address) =>
      isReplaced(planned[address]) ? [address.split(".")[0] ?? ""] : [],
    );
    const kept = Object.keys(forced).filter((type) => !replaced.includes(type));
    assert.deepEqual(kept, []);
  });

  test("puts back what was changed behind its back", async () => {
    space.configure(site(REPLACED), { data, output });
    const { droplets, loadBalancers } = simulator.control.state();
    const victim = Object.values(droplets).find(({ name }) => name === "site-web-2");
    const [balancer] = Object.values(loadBalancers);
    await behindTerraform("DELETE", `/v2/droplets/${victim?.id}`);
    await behindTerraform("DELETE", `/v2/load_balancers/${balancer?.id}/forwarding_rules`, {
      forwarding_rules: [
        { entry_protocol: "http", entry_port: 80, target_protocol: "http", target_port: 80 },
      ],
    });
    const planned = await changes();
    assert.deepEqual(planned, {
      "digitalocean_droplet.web[1]": "create",
      "digitalocean_loadbalancer.main": "update",
      "digitalocean_project_resources.main": "update",
    });
    expectDone(await space.run("apply", "-input=false", "plan.bin"));
    assert.deepEqual(await changes(), {});
  });

  test("imports each resource without replacing any, and plans nothing after that", async () => {
    const known = await resources();
    const blocks = known.map(({ address, type, values }) => ({
      to: address,
      id: IMPORT_IDS[type]?.(values) ?? values.id,
    }));
    rmSync(join(space.folder, "terraform.tfstate"));
    space.configure(site(REPLACED), { data, output, import: blocks });
    const outcome = await space.apply();
    expectDone(outcome);
    assert.match(outcome.output, new RegExp(`${known.length} imported, 0 added, \\d+ changed, 0 destroyed`));
    assert.deepEqual(await changes(), {});
  });

  test("destroys everything, what others need last", async () => {
    space.configure(site(REPLACED), { data, output });
    simulator.control.clearRequests();
    expectDone(await space.run("destroy", "-auto-approve", "-input=false"));
    const deleted = sent("DELETE").map((call) => call.replace("DELETE /v2/", ""));
    const at = (path: RegExp): number => deleted.findLastIndex((call) => path.test(call));
    assert.ok(at(/^firewalls/) < at(/^load_balancers/), deleted.join("\n"));
    assert.ok(at(/^load_balancers/) < at(/^certificates\/[^/]+$/), deleted.join("\n"));
    assert.ok(at(/^databases\/[^/]+$/) < at(/^projects/), deleted.join("\n"));
    assert.ok(at(/^droplets\/\d+$/) < at(/^vpcs/), deleted.join("\n"));
    const {
      actions: _past,
      projects,
      serial: _counter,
      assignments: _places,
      creationFaults: _none,
      ...left
    } = simulator.control.state();
    assert.deepEqual(
      Object.values(projects).map((project) => project.is_default),
      [true],
    );
    for (const [kind, table] of Object.entries(left)) assert.deepEqual(Object.keys(table), [], kind);
  });
});
