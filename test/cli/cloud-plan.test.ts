import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { test } from "node:test";
import { z } from "zod";
import {
  type AccountFacts,
  accountProblem,
  accountProblems,
  planText,
  planWarnings,
} from "../../cli/cloud-plan/index.ts";
import { type Config, problemLine, type ResolvedConfig, resolveConfig } from "../../modules/config/index.ts";
import { estimateCost } from "../../modules/cost/index.ts";
import type { SshKeySource } from "../../modules/digitalocean/index.ts";
import { AccountFailure, fetchOne } from "../../modules/digitalocean-api/index.ts";
import { planTopology, singlePointsOfFailure } from "../../modules/topology/index.ts";

const facts: AccountFacts = {
  dropletLimit: 10,
  dropletIds: ["1", "2", "3"],
  sizes: [
    { slug: "s-1vcpu-1gb", available: true, regions: ["fra1", "ams3"], price_monthly: 6 },
    { slug: "s-2vcpu-2gb", available: true, regions: ["ams3"], price_monthly: 18 },
  ],
  regions: [
    { slug: "fra1", available: true },
    { slug: "ams3", available: true },
    { slug: "sgp1", available: false },
  ],
  databaseRegions: ["fra1", "sgp1"],
  databaseLayouts: [
    { num_nodes: 1, sizes: ["db-s-1vcpu-1gb", "db-s-1vcpu-2gb"] },
    { num_nodes: 2, sizes: ["db-s-1vcpu-2gb"] },
  ],
  domains: ["example.org"],
  sshKeys: [{ name: "laptop", fingerprint: "c7:e6:6a:93:2f:d2:8b:9e:70:76:0f:d6:9f:e5:ec:7b" }],
  networks: [
    { name: "shop-vpc", region: "fra1", ip_range: "10.110.0.0/20" },
    { name: "default-fra1", region: "fra1", ip_range: "10.114.0.0/20" },
  ],
  objects: [{ kind: "droplet", id: "3", name: "shop-web-1", costsMoney: true }],
};

function config(changes: Config): ResolvedConfig {
  return resolveConfig({ name: "shop", ...changes });
}

function problemsOf(
  changes: Config,
  account: Partial<AccountFacts> = {},
  keys: readonly SshKeySource[] = [],
) {
  return accountProblems(config(changes), keys, { ...facts, ...account }).map(problemLine);
}

test("an account that takes the stack has no problems", () => {
  assert.deepEqual(
    problemsOf({ cloud: { domain: "www.example.org" } }, {}, [{ kind: "account", name: "laptop" }]),
    [],
  );
});

test("an account that can't be queried is a problem, with the reason and what to do", async () => {
  const failure = async (status: number | undefined) => {
    const access = {
      url: "http://127.0.0.1:2",
      token: "t",
      retries: { most: 0, shortestWaitMs: 1, longestWaitMs: 1 },
    };
    if (status === undefined) return fetchOne(access, "/v2/account", z.unknown());
    const server = createServer((_, response) => response.writeHead(status).end('{"message":"no"}'));
    await once(server.listen(0, "127.0.0.1"), "listening");
    const address = server.address();
    assert.ok(address !== null && typeof address === "object");
    try {
      return await fetchOne(
        { ...access, url: `http://127.0.0.1:${address.port}` },
        "/v2/account",
        z.unknown(),
      );
    } finally {
      server.close();
    }
  };
  const lineOf = (status: number | undefined) =>
    failure(status).then(
      () => assert.fail("it was answered"),
      (error: unknown) => {
        assert.ok(error instanceof AccountFailure);
        return problemLine(accountProblem(error)).replace(/127\.0\.0\.1:\d+/g, "API");
      },
    );
  assert.deepEqual(await Promise.all([401, 403, 503, undefined].map(lineOf)), [
    "DIGITALOCEAN_TOKEN: DigitalOcean refuses the token in DIGITALOCEAN_TOKEN (401 no); allowed: a personal access token that is still valid; make one in the control panel under API, Tokens, and export it again",
    "DIGITALOCEAN_TOKEN: The token in DIGITALOCEAN_TOKEN lacks the scope for GET http://API/v2/account (403 no); allowed: full access, or read, create, update and delete for each resource; make one in the control panel under API, Tokens, and export it again",
    "DigitalOcean: DigitalOcean doesn't answer GET http://API/v2/account now (503 no); allowed: an answer of its API; check the network and DIGITALOCEAN_API_URL, then plan again",
    "DigitalOcean: DigitalOcean's API can't be reached at http://API (connect ECONNREFUSED API); allowed: a connection to its API; check the network and DIGITALOCEAN_API_URL, then plan again",
  ]);
});

test("a region that is closed or isn't there is reported with those that are open", () => {
  assert.equal(
    problemsOf({ cloud: { region: "sgp1" } })[0],
    'cloud.region: got "sgp1", which takes no new stacks now; allowed: fra1, ams3; for example "fra1"',
  );
  assert.match(
    problemsOf({ cloud: { region: "tor1" } })[0] ?? "",
    /^cloud\.region: got "tor1", which this account doesn't have; /,
  );
});

test("a size that the account or the region hasn't is reported, with the nearest one that it has", () => {
  assert.deepEqual(problemsOf({ cloud: { webSize: "s-2vcpu-2gb" } }), [
    'cloud.webSize: got "s-2vcpu-2gb", which "fra1" doesn\'t offer now; allowed: one of its regions: ams3; or a size that it offers; did you mean "s-1vcpu-1gb"?',
  ]);
  assert.deepEqual(problemsOf({ cloud: { webSize: "s-1vcpu-2gb" } }), [
    'cloud.webSize: got "s-1vcpu-2gb", which this account doesn\'t have; allowed: a size of the account; did you mean "s-1vcpu-1gb"?',
  ]);
});

test("a database that can't be made there, or not of so many nodes, is reported", () => {
  assert.deepEqual(problemsOf({ cloud: { region: "ams3" } }), [
    'cloud.region: got "ams3", which has no managed MySQL; allowed: fra1, sgp1; for example "fra1"',
  ]);
  assert.deepEqual(problemsOf({ cloud: { databaseSize: "db-s-2vcpu-4gb" } }), [
    'cloud.databaseSize: got "db-s-2vcpu-4gb", of which there are no clusters of 2 nodes; allowed: db-s-1vcpu-2gb; did you mean "db-s-1vcpu-2gb"?',
  ]);
});

test("a domain whose DNS is elsewhere is reported with the domains that would do", () => {
  assert.deepEqual(problemsOf({ cloud: { domain: "www.example.com" } }), [
    "cloud.domain: got \"www.example.com\", but the account's DNS has example.org; allowed: a domain in or below one of the account's: www.example.com or example.com has to be there; add it under Networking, Domains, and let its registrar name ns1.digitalocean.com to ns3.digitalocean.com",
  ]);
});

test("an SSH key's name that the account hasn't is reported with those that it has", () => {
  assert.deepEqual(problemsOf({}, {}, [{ kind: "account", name: "labtop" }]), [
    'cloud.sshKeys.0: got "labtop", but no key of the account has that name; allowed: laptop, or the path of a .pub file; did you mean "laptop"?',
  ]);
});

test("an SSH key's file that the account has under another name is reported with that name", () => {
  const publicKey = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILfv0/7FO+30vGZNi1qPTzA0pHcPltzj6nkV2d6jvT8G ops";
  const [line] = problemsOf(
    { cloud: { sshKeys: ["ops.pub"] } },
    { sshKeys: [{ name: "old", fingerprint: "a2:0a:f9:1b:88:19:af:af:12:05:f3:7a:c0:ea:09:23" }] },
    [{ kind: "file", fileName: "ops", publicKey }],
  );
  assert.equal(
    line,
    'cloud.sshKeys.0: got "ops.pub", a key that the account has already, named "old"; allowed: a key that the account doesn\'t have yet, or the name of one that it has; for example "old"',
  );
});

test("a range of addresses that another network of the account overlaps is reported; the stack's own is not", () => {
  assert.deepEqual(problemsOf({ cloud: { addressRange: "10.114.8.0/24" } }), [
    'cloud.addressRange: got "10.114.8.0/24", which overlaps 10.114.0.0/20 of the network default-fra1 (fra1); allowed: a range that no other network of the account has; for example "10.120.0.0/20"',
  ]);
});

test("more web nodes than the account may have are reported; this stack's own droplets don't count twice", () => {
  assert.deepEqual(problemsOf({ web: { nodes: 8 } }), []);
  assert.deepEqual(problemsOf({ web: { nodes: 9 } }), [
    "web.nodes: got 9, with 2 other droplets in an account that may have 10; allowed: at most 8; or ask DigitalOcean for a higher droplet limit",
  ]);
});

test("folders, settings without effect, connections and rolls beyond the limit are warned of", () => {
  const warnings = planWarnings(
    config({
      app: { writableFolders: ["uploads"] },
      web: { nodes: 5, memoryMb: 512 },
      loadBalancer: { httpPort: 9000 },
    }),
    facts,
  );
  assert.deepEqual(warnings, [
    "app.writableFolders: there is no shared disk on the cloud. Each web node has folders of its own (uploads), which go with it at the next deploy. Keep what has to last in the database or in an object store.",
    "loadBalancer.httpPort is for the local target only; here it is 80.",
    "web.memoryMb is for the local target only; here it is cloud.webSize.",
    "web.requestWorkers: 5 web nodes of 24 workers may want 360 connections (3 each); db-s-1vcpu-2gb takes 150. Under full load pages then wait or fail: lower it, or take a larger cloud.databaseSize.",
    "A changed app has old and new web nodes side by side: 12 droplets in all, in an account that may have 10. Such a deploy would stop at the limit, with the old ones serving.",
  ]);
  assert.deepEqual(planWarnings(config({}), facts), []);
  const remote = config({ cloud: { state: { bucket: "shop-state", region: "fra1" } } });
  assert.deepEqual(planWarnings(remote, facts), [
    "cloud.state: Terraform's state isn't on this machine, so that of what is there under this stack's names its content isn't known here. What npx cdktf diff cloud would create although it exists is left over.",
  ]);
  assert.deepEqual(planWarnings(remote, { ...facts, objects: [] }), []);
});

test("the plan's text names components, costs, single points of failure, problems and leftovers", () => {
  const planned = config({ preset: "lab" });
  const topology = planTopology(planned, "cloud");
  const text = planText({
    topology,
    preset: "lab",
    spofs: singlePointsOfFailure(topology),
    cost: estimateCost(planned),
    account: "failed",
    problems: [
      { path: "DIGITALOCEAN_TOKEN", given: "DigitalOcean refuses it", allowed: "another", hint: "make one" },
    ],
    warnings: [],
    leftovers: [{ kind: "database cluster", id: "c-1", name: "shop-database", costsMoney: true }],
    deployed: 0,
  });
  for (const part of [
    /^shop \(preset lab\) on DigitalOcean, region fra1\n/,
    /\nweb +1 +s-1vcpu-1gb +none\n/,
    /\nload balancer, nodes +1 +\$12\.00\n/,
    /\n {2}- database-cluster-1: without it the site is down\n/,
    /\n {2}- database cluster shop-database \(c-1\), which costs money: remove it in the control panel, or import it with terraform import\n/,
    /\n {2}- The account could not be queried, see Problems: prices are the built-in list's of /,
    /\nProblems:\n {2}- DIGITALOCEAN_TOKEN: /,
    /\nNothing was created\. Fix the above, then plan again\.$/,
  ])
    assert.match(text, part);
});
