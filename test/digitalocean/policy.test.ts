import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { z } from "zod";
import type { Config } from "../../modules/config/index.ts";
import { userDataLimitBytes } from "../../modules/web-node/index.ts";
import { everyConfig, type Fields, instances, only, SiteFiles, synthesize } from "./synthesized.ts";

const files = new SiteFiles();
after(() => files.remove());
const stacks = Object.entries(everyConfig(files)).map(([name, config]) => ({
  name,
  config,
  stack: synthesize(files, config),
}));

const ruleSchema = z.object({
  protocol: z.string(),
  port_range: z.string(),
  source_addresses: z.array(z.string()).optional(),
  source_load_balancer_uids: z.array(z.string()).optional(),
});
const reference = (type: string, attribute: string) =>
  new RegExp(`^\\$\\{${type}\\.[\\w-]+\\.${attribute}\\}$`);
const list = (value: unknown) => z.array(z.string()).parse(value);

/** Droplets, or the template that a pool makes them from. */
function machines(stack: (typeof stacks)[number]["stack"]): readonly Fields[] {
  const templates = instances(stack, "digitalocean_droplet_autoscale").map(([, pool]) =>
    z.record(z.string(), z.json()).parse(pool.droplet_template),
  );
  return [...instances(stack, "digitalocean_droplet").map(([, droplet]) => droplet), ...templates];
}

for (const { name, config, stack } of stacks)
  describe(`a cloud stack with ${name}`, () => {
    test("lets the balancer in at the site's two ports, SSH from the networks named, and nobody else", () => {
      const firewall = only(stack, "digitalocean_firewall");
      const rules = z.array(ruleSchema).parse(firewall.inbound_rule);
      const [site, siteByTls, ...others] = rules;
      for (const [rule, port] of [[site, "8080"] as const, [siteByTls, "8443"] as const]) {
        assert.deepEqual(
          [rule?.protocol, rule?.port_range, rule?.source_addresses],
          ["tcp", port, undefined],
        );
        assert.match(
          rule?.source_load_balancer_uids?.join() ?? "",
          reference("digitalocean_loadbalancer", "id"),
        );
      }
      const sources = config.cloud?.sshSources ?? [];
      assert.deepEqual(
        others,
        sources.length === 0 ? [] : [{ protocol: "tcp", port_range: "22", source_addresses: sources }],
      );
    });

    test("has no droplet outside its firewall, nor one that is made before it", () => {
      const { tags } = only(stack, "digitalocean_firewall");
      for (const machine of machines(stack))
        assert.ok(list(machine.tags).includes(list(tags)[0] ?? "none"), JSON.stringify(machine.tags));
      for (const type of ["digitalocean_droplet", "digitalocean_droplet_autoscale"])
        for (const [id, { depends_on }] of instances(stack, type))
          assert.ok(
            list(depends_on).some((at) => at.startsWith("digitalocean_firewall.")),
            id,
          );
    });

    test("opens database and replica to tagged droplets only, inside the network", () => {
      const doors = instances(stack, "digitalocean_database_firewall").map(([, door]) => door);
      const databases = [
        ...instances(stack, "digitalocean_database_cluster").map(
          ([id]) => `\${digitalocean_database_cluster.${id}.id}`,
        ),
        ...instances(stack, "digitalocean_database_replica").map(
          ([id]) => `\${digitalocean_database_replica.${id}.uuid}`,
        ),
      ];
      assert.deepEqual(doors.map(({ cluster_id }) => cluster_id).sort(), databases.sort());
      for (const { rule } of doors) {
        const [only, ...rest] = z.array(z.object({ type: z.string(), value: z.string() })).parse(rule);
        assert.deepEqual([only?.type, rest], ["tag", []]);
        assert.equal(only?.value, list(webFirewall(stack).tags)[0]);
      }
      assert.doesNotMatch(stack.text, /\.(host|uri|private_uri)\}/);
    });

    test("holds no secret in plain text: they are references, files to read, or sensitive outputs", () => {
      assert.ok(!stack.text.includes("nobody-may-see-this"));
      assert.deepEqual(stack.provider.digitalocean, [{}]);
      for (const [output, { value, sensitive }] of Object.entries(stack.output))
        assert.ok(sensitive === true || !/password|private_key|\.user\b/.test(String(value)), output);
      assert.equal(stack.output.database_password?.sensitive, true);
    });

    test("keeps everything in its network, its project and under its tag", () => {
      const vpc = reference("digitalocean_vpc", "id");
      const project = reference("digitalocean_project", "id");
      for (const machine of machines(stack)) {
        assert.match(String(machine.vpc_uuid), vpc);
        for (const tag of list(machine.tags)) assert.match(tag, reference("digitalocean_tag", "name"));
        assert.equal(list(machine.tags).length, 2);
      }
      for (const type of ["digitalocean_database_cluster", "digitalocean_database_replica"])
        for (const [, database] of instances(stack, type)) {
          assert.match(String(database.private_network_uuid), vpc);
          assert.match(list(database.tags).join(), reference("digitalocean_tag", "name"));
        }
      const balancer = only(stack, "digitalocean_loadbalancer");
      assert.match(String(balancer.vpc_uuid), vpc);
      const inProject = [
        balancer.project_id,
        only(stack, "digitalocean_database_cluster").project_id,
        ...machines(stack).flatMap((machine) => ("project_id" in machine ? [machine.project_id] : [])),
        ...instances(stack, "digitalocean_project_resources").map(([, { project: id }]) => id),
      ];
      for (const id of inProject) assert.match(String(id), project);
      const urns = instances(stack, "digitalocean_project_resources").flatMap(([, { resources }]) =>
        list(resources),
      );
      assert.equal(urns.length, instances(stack, "digitalocean_droplet").length);
    });

    test("makes the new one before the old one goes, wherever a replacement would cut service", () => {
      for (const [id, { lifecycle }] of instances(stack, "digitalocean_droplet"))
        assert.deepEqual(lifecycle, { create_before_destroy: true }, id);
      for (const [id, { lifecycle }] of instances(stack, "digitalocean_certificate"))
        assert.deepEqual(lifecycle, { create_before_destroy: true, ignore_changes: ["name"] }, id);
      for (const [id, { lifecycle }] of instances(stack, "digitalocean_droplet_autoscale"))
        assert.equal(z.record(z.string(), z.json()).parse(lifecycle).create_before_destroy, true, id);
      for (const [, certificate] of instances(stack, "digitalocean_certificate"))
        assert.match(String(certificate.name), /^shop-[0-9a-f]{8}$/);
    });

    test("lets Terraform delete no database, unless it was asked for by the stack's name", () => {
      const types = ["digitalocean_database_cluster", "digitalocean_database_db"];
      for (const type of types)
        for (const [id, { lifecycle }] of instances(stack, type))
          assert.deepEqual(lifecycle, { prevent_destroy: true }, id);
    });

    test("waits no longer for a droplet than people do, and long enough for one that drains", () => {
      for (const [, droplet] of instances(stack, "digitalocean_droplet")) {
        const { delete: deletion } = z.record(z.string(), z.string()).parse(droplet.timeouts);
        assert.deepEqual(droplet.timeouts, { create: "10m", delete: deletion });
        const drainMinutes = Number(only(stack, "digitalocean_loadbalancer").http_idle_timeout_seconds) / 60;
        assert.ok(Number.parseInt(deletion ?? "", 10) >= Math.max(5, drainMinutes + 1), deletion);
        assert.equal(droplet.graceful_shutdown, true);
      }
    });

    test("stays within DigitalOcean's limits", () => {
      const balancer = only(stack, "digitalocean_loadbalancer");
      const within = (value: unknown, least: number, most: number) =>
        assert.ok(typeof value === "number" && value >= least && value <= most, String(value));
      within(balancer.size_unit, 1, 100);
      within(balancer.http_idle_timeout_seconds, 30, 600);
      assert.equal(balancer.droplet_ids, undefined);
      const check = z.record(z.string(), z.json()).parse(balancer.healthcheck);
      within(check.check_interval_seconds, 3, 300);
      within(check.response_timeout_seconds, 3, 300);
      within(check.healthy_threshold, 2, 10);
      within(check.unhealthy_threshold, 2, 10);
      within(only(stack, "digitalocean_database_cluster").node_count, 1, 3);
      assert.ok(list(webFirewall(stack).tags).length <= 5);
      for (const [, { name: tag }] of instances(stack, "digitalocean_tag"))
        assert.match(String(tag), /^[a-zA-Z0-9:\-_]{1,255}$/);
      for (const [, { name: droplet }] of instances(stack, "digitalocean_droplet"))
        assert.ok(String(droplet).length <= 255);
      const [userData = ""] = Object.values(stack.locals).filter((text) => text.startsWith("#cloud-config"));
      assert.ok(userData.length <= userDataLimitBytes);
    });

    test("asks every new web node through the balancer before the old ones go", () => {
      const [[, gate] = ["", {}]] = instances(stack, "terraform_data").filter(([id]) => id.includes("gate"));
      const [{ "local-exec": script } = { "local-exec": null }] = z
        .array(
          z.object({ "local-exec": z.object({ environment: z.record(z.string(), z.string()) }).nullable() }),
        )
        .parse(gate.provisioner);
      const { environment = {} } = script ?? {};
      assert.match(environment.GATE_ADDRESS ?? "", reference("digitalocean_loadbalancer", "ip"));
      const droplets = instances(stack, "digitalocean_droplet").map(
        ([id]) => `\${digitalocean_droplet.${id}.id}`,
      );
      if (droplets.length > 0) {
        assert.deepEqual(environment.GATE_DROPLET_IDS?.split(",").sort(), droplets.toSorted());
        const triggers = Object.values(z.record(z.string(), z.string()).parse(gate.triggers_replace));
        assert.deepEqual(triggers.sort(), droplets.toSorted());
      } else {
        assert.match(environment.GATE_POOL_ID ?? "", reference("digitalocean_droplet_autoscale", "id"));
        assert.equal(environment.GATE_POOL_NODES, String(config.web?.autoscale?.min));
      }
    });
  });

function webFirewall(stack: (typeof stacks)[number]["stack"]): Fields {
  return only(stack, "digitalocean_firewall");
}

test("a certificate's name changes with each file that it is made of, and nothing else", () => {
  const nameOf = (certificate: NonNullable<NonNullable<Config["cloud"]>["certificate"]>) =>
    String(only(synthesize(files, { cloud: { certificate } }), "digitalocean_certificate").name);
  const own = { certificate: files.path("site.crt"), privateKey: files.path("site.key") };
  const names = [
    nameOf(own),
    nameOf({ ...own, chain: files.path("chain.crt") }),
    nameOf({ ...own, privateKey: files.path("chain.crt") }),
    nameOf({ ...own, certificate: files.path("chain.crt") }),
  ];
  assert.equal(new Set(names).size, names.length);
  assert.equal(nameOf(own), names[0]);
});

test("a pool's name, and when it is replaced, depend on all that its droplets are made from", () => {
  const autoscale = { min: 2, max: 10, cpu: 0.6 };
  const poolOf = (cloud: Config["cloud"]) =>
    synthesize(files, { web: { autoscale }, cloud: { sshKeys: ["laptop"], ...cloud } });
  const partsOf = (stack: ReturnType<typeof poolOf>) => ({
    name: only(stack, "digitalocean_droplet_autoscale").name,
    version: instances(stack, "terraform_data").find(([id]) => id.includes("pool-version"))?.[1]
      .triggers_replace,
  });
  const template = z
    .record(z.string(), z.json())
    .parse(only(poolOf({}), "digitalocean_droplet_autoscale").droplet_template);
  const { name, version } = partsOf(poolOf({}));
  for (const [key, value] of Object.entries(template))
    for (const part of [value].flat())
      for (const text of [name, JSON.stringify(version)])
        assert.ok(String(text).includes(String(part).replace(/^\$\{|\}$/g, "")), key);
  assert.notDeepEqual(partsOf(poolOf({ webSize: "s-2vcpu-2gb" })), { name, version });
});
