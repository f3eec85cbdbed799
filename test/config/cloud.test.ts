import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { ConfigError, presetNames, resolveConfig } from "../../modules/config/index.ts";
import { findDatabaseSize, findDropletSize, regions } from "../../modules/digitalocean-catalog/index.ts";

const addressRule = "a private network (RFC 1918) of /16 to /28 in CIDR form";
const archive = { url: "https://example.org/site.tgz", sha256: "0".repeat(64) };
const git = { url: "https://example.org/site.git", ref: "v1" };

const badConfigs: readonly { title: string; input: unknown; lines: readonly string[] }[] = [
  {
    title: "a misspelt region is answered with the regions and the one that was meant",
    input: { cloud: { region: "fra2" } },
    lines: [
      `cloud.region: got "fra2"; allowed: ${regions.map(({ slug }) => `"${slug}"`).join(", ")}; did you mean "fra1"?`,
    ],
  },
  {
    title: "a proxy with credentials is refused, since they would be in Terraform's state",
    input: { cloud: { proxy: "http://user:secret@proxy.example:3128" } },
    lines: [
      'cloud.proxy: got "http://user:secret@proxy.example:3128"; allowed: http://NAME:PORT, without credentials, ' +
        'since Terraform\'s state would hold them; for example "http://10.110.0.5:3128"',
    ],
  },
  {
    title: "an unknown size is answered with the nearest ones",
    input: { cloud: { webSize: "s-1cpu-1gb" } },
    lines: [
      'cloud.webSize: got "s-1cpu-1gb"; allowed: the slug of a droplet size, 28 in all; nearest are ' +
        '"s-1vcpu-1gb", "s-1vcpu-2gb", "s-2vcpu-2gb", "s-2vcpu-4gb"; did you mean "s-1vcpu-1gb"?',
    ],
  },
  {
    title: "a droplet's size is no database's",
    input: { cloud: { databaseSize: "s-1vcpu-1gb" } },
    lines: [
      'cloud.databaseSize: got "s-1vcpu-1gb"; allowed: the slug of a managed MySQL size, 33 in all; nearest are ' +
        '"db-s-1vcpu-1gb", "db-s-1vcpu-2gb", "gd-2vcpu-8gb", "gd-4vcpu-16gb"; did you mean "db-s-1vcpu-1gb"?',
    ],
  },
  {
    title: "a size that the region doesn't offer is refused with the regions that do",
    input: { cloud: { region: "lon1", webSize: "s-1vcpu-512mb-10gb" } },
    lines: [
      'cloud.webSize: got "s-1vcpu-512mb-10gb", which region "lon1" doesn\'t offer; ' +
        'allowed: a size that "lon1" offers; "s-1vcpu-512mb-10gb" is offered in ams3, fra1, nyc1, sfo2, sfo3, ' +
        'sgp1, syd1; for example "s-1vcpu-1gb"',
    ],
  },
  {
    title: "a plan of 1 GiB takes no standby",
    input: { cloud: { databaseSize: "db-s-1vcpu-1gb" } },
    lines: [
      'cloud.databaseSize: got "db-s-1vcpu-1gb", a plan of 1 GiB without standby nodes, ' +
        "but cloud.databaseNodes is 2; allowed: a plan of 2 GiB or more, or one node; " +
        'for example "db-s-1vcpu-2gb"',
    ],
  },
  {
    title: "the cloud's domain is the name that others are sent on to",
    input: {
      cloud: { domain: "www.example.org" },
      loadBalancer: { hosts: ["example.org", "www.example.org"] },
    },
    lines: [
      'cloud.domain: got "www.example.org", while loadBalancer.hosts sends visitors on to "example.org"; ' +
        'allowed: the first one of loadBalancer.hosts; use "example.org", or put "www.example.org" first',
    ],
  },
  {
    title: "a name is sent on to another one, not to itself",
    input: { loadBalancer: { hosts: ["example.org", "example.org"] } },
    lines: [
      'loadBalancer.hosts: got ["example.org","example.org"]; allowed: a list of two different domain names in lower case, or more; ' +
        'for example ["example.org","www.example.org"]',
    ],
  },
  {
    title: "a public network is no address range",
    input: { cloud: { addressRange: "8.8.8.0/24" } },
    lines: [
      `cloud.addressRange: got "8.8.8.0/24", which is no private network; allowed: ${addressRule}; for example "10.110.0.0/20"`,
    ],
  },
  {
    title: "a network that is too large is refused with its size",
    input: { cloud: { addressRange: "10.0.0.0/8" } },
    lines: [
      `cloud.addressRange: got "10.0.0.0/8", which has 16777216 addresses; allowed: ${addressRule}; for example "10.110.0.0/20"`,
    ],
  },
  {
    title: "a network that is too small is refused with its size",
    input: { cloud: { addressRange: "192.168.1.0/29" } },
    lines: [
      `cloud.addressRange: got "192.168.1.0/29", which has 8 addresses; allowed: ${addressRule}; for example "10.110.0.0/20"`,
    ],
  },
  {
    title: "an address in a network is answered with the network",
    input: { cloud: { addressRange: "172.16.5.1/20" } },
    lines: [
      `cloud.addressRange: got "172.16.5.1/20", which is an address in a network; allowed: ${addressRule}; did you mean "172.16.0.0/20"?`,
    ],
  },
  {
    title: "a network of DigitalOcean's own is refused",
    input: { cloud: { addressRange: "10.244.16.0/20" } },
    lines: [
      `cloud.addressRange: got "10.244.16.0/20", which overlaps 10.244.0.0/16, DigitalOcean's own; allowed: ${addressRule}; for example "10.110.0.0/20"`,
    ],
  },
  ...["", "10.110.0.0", "fd00::/20", "10.110.0/20", "10.110.0.0/020"].map((addressRange) => ({
    title: `"${addressRange}" is no address range`,
    input: { cloud: { addressRange } },
    lines: [
      `cloud.addressRange: got "${addressRange}"; allowed: ${addressRule}; for example "10.110.0.0/20"`,
    ],
  })),
  {
    title: "a certificate without its key is refused",
    input: { cloud: { certificate: { certificate: "a.crt" } } },
    lines: [
      'cloud.certificate.privateKey: got nothing; allowed: the path of a PEM file; for example "tls/site.key"',
    ],
  },
  {
    title: "the site has one source",
    input: { app: { git, archive } },
    lines: [
      "app.archive: given together with app.git; allowed: one source of the site; leave app.git or app.archive out",
    ],
  },
  {
    title: "a source with a password in its address is refused",
    input: { app: { git: { ...git, url: "https://me:secret@example.org/site.git" } } },
    lines: [
      'app.git.url: got "https://me:secret@example.org/site.git"; allowed: an https address without a user or ' +
        'password in it; for example "https://github.com/example/site.git"',
    ],
  },
  {
    title: "autoscaling from more nodes to fewer is refused",
    input: { web: { autoscale: { min: 5, max: 3, cpu: 0.5 } }, cloud: { sshKeys: ["laptop"] } },
    lines: [
      "web.autoscale.min: got 5, which is more than web.autoscale.max (3); allowed: at most web.autoscale.max; " +
        "for example { min: 3, max: 5 }",
    ],
  },
  {
    title: "autoscaling needs an SSH key",
    input: { web: { autoscale: { min: 2, max: 3, cpu: 0.5 } } },
    lines: [
      "cloud.sshKeys: got none, but autoscale pools require one; allowed: at least one key; " +
        'for example ["laptop"], a name in the account',
    ],
  },
  {
    title: "a way in for SSH is of no use without a key",
    input: { cloud: { sshSources: ["192.0.2.0/24"] } },
    lines: [
      "cloud.sshKeys: got none, but cloud.sshSources lets somebody in; allowed: at least one key; " +
        'for example ["laptop"], a name in the account',
    ],
  },
  {
    title: "an address alone is no network to let in",
    input: { cloud: { sshSources: ["192.0.2.1"] } },
    lines: [
      'cloud.sshSources.0: got "192.0.2.1"; allowed: a list of networks in CIDR form; for example ["192.0.2.0/24"]',
    ],
  },
  {
    title: "maintenance starts at a full hour of a weekday",
    input: { cloud: { maintenance: { day: "sonday", hour: "24:00" } } },
    lines: [
      'cloud.maintenance.day: got "sonday"; allowed: "monday", "tuesday", "wednesday", "thursday", "friday", ' +
        '"saturday", "sunday"; did you mean "monday"?',
      'cloud.maintenance.hour: got "24:00"; allowed: a full hour of the day, UTC; for example "03:00"',
    ],
  },
  {
    title: "a share of the CPU is at most the whole",
    input: { web: { autoscale: { min: 2, max: 3, cpu: 60 } } },
    lines: ["web.autoscale.cpu: got 60; allowed: a number from 0.05 to 1; for example 0.6"],
  },
  {
    title: "lab with two nodes of the managed balancer, or that scales, contradicts itself",
    input: {
      preset: "lab",
      web: { autoscale: { min: 1, max: 4, cpu: 0.5 } },
      cloud: { loadBalancerNodes: 2, sshKeys: ["laptop"] },
    },
    lines: ["web.autoscale.max: got 4", "cloud.loadBalancerNodes: got 2"].map(
      (start) =>
        `${start}, but preset "lab" means one web node, one database: every server is a single point of failure; ` +
        "allowed: 1; leave it out, or choose another preset (lab, small, ha)",
    ),
  },
  {
    title: "ha with one node of the managed database contradicts itself",
    input: { cloud: { databaseNodes: 1 } },
    lines: [
      'cloud.databaseNodes: got 1, but preset "ha" means two web nodes, three database members: any one server ' +
        "may fail; allowed: 2 or more; leave it out, or choose another preset (lab, small, ha)",
    ],
  },
];

for (const { title, input, lines } of badConfigs)
  test(title, () => {
    assert.throws(
      () => resolveConfig(input),
      (error) => {
        assert.ok(error instanceof ConfigError);
        assert.equal(error.message, lines.join("\n"));
        return true;
      },
    );
  });

test("every preset can be created: its sizes are known and take its nodes", () => {
  for (const preset of presetNames) {
    const { cloud } = resolveConfig({ preset });
    assert.ok(findDropletSize(cloud.webSize));
    assert.ok((findDatabaseSize(cloud.databaseSize)?.maxNodes ?? 0) >= cloud.databaseNodes);
    assert.ok(regions.some(({ slug }) => slug === cloud.region));
  }
});

test("a network of any private address and a prefix of 16 to 28 is taken as its first address or refused", () => {
  fc.assert(
    fc.property(
      fc.nat({ max: 255 }),
      fc.nat({ max: 255 }),
      fc.integer({ min: 16, max: 28 }),
      (a, b, prefix) => {
        const addressRange = `192.168.${a}.${b}/${prefix}`;
        const aligned = (a * 256 + b) % 2 ** (32 - prefix) === 0;
        if (aligned)
          assert.equal(resolveConfig({ cloud: { addressRange } }).cloud.addressRange, addressRange);
        else
          assert.throws(() => resolveConfig({ cloud: { addressRange } }), /which is an address in a network/);
      },
    ),
  );
});
