import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { emptyState, type State } from "../../../simulator/account/state.ts";
// The account's transitions are pure, so thousands of requests need no server.
import { paceOf } from "../../../simulator/pace.ts";
import { type CheckedReply, respond } from "../../../simulator/respond.ts";
import { isThere } from "../../../simulator/urn.ts";
import { readDocument } from "../../../simulator/validation/document.ts";
import { validatorOf } from "../../../simulator/validation/validator.ts";
import { cluster, droplet, firewall, loadBalancer } from "../../simulator/fixtures.ts";

const NOW = Date.UTC(2026, 10, 1);
const validator = validatorOf(readDocument());

/** A request as random as it is likely to be let in: `pick` chooses among what is there. */
interface Step {
  readonly kind: keyof typeof steps;
  readonly pick: number;
  readonly tag: string;
}

type Request = readonly [method: string, path: string, body?: object];

function chosen(table: Readonly<Record<string, unknown>>, pick: number): string {
  const keys = Object.keys(table);
  return keys[pick % Math.max(1, keys.length)] ?? "none";
}

const steps = {
  droplet: (state: State, { pick, tag }: Step): Request => [
    "POST",
    "/v2/droplets",
    { ...droplet, name: `web-${pick}`, tags: [tag], ...inVpc("vpc_uuid", state, pick) },
  ],
  balancer: (state: State, { pick, tag }: Step): Request => [
    "POST",
    "/v2/load_balancers",
    {
      ...loadBalancer,
      name: `lb-${pick}`,
      ...(pick % 2 === 0 ? { tag } : { droplet_ids: Object.keys(state.droplets).slice(0, 3).map(Number) }),
      ...inVpc("vpc_uuid", state, pick),
    },
  ],
  cluster: (state: State, { pick, tag }: Step): Request => [
    "POST",
    "/v2/databases",
    {
      ...cluster,
      name: `db-${pick}`,
      tags: [tag],
      rules: [{ type: "tag", value: tag }],
      ...inVpc("private_network_uuid", state, pick),
    },
  ],
  replica: (state: State, { pick }: Step): Request => [
    "POST",
    `/v2/databases/${chosen(state.clusters, pick)}/replicas`,
    { name: `replica-${pick}`, size: cluster.size },
  ],
  firewall: (state: State, { pick, tag }: Step): Request => [
    "POST",
    "/v2/firewalls",
    {
      ...firewall,
      name: `fw-${pick}`,
      tags: [tag],
      droplet_ids: Object.keys(state.droplets).slice(0, 2).map(Number),
    },
  ],
  vpc: (_state: State, { pick }: Step): Request => [
    "POST",
    "/v2/vpcs",
    { name: `vpc-${pick}`, region: "fra1", ip_range: `10.${pick}.0.0/20` },
  ],
  project: (_state: State, { pick }: Step): Request => [
    "POST",
    "/v2/projects",
    { name: `project-${pick}`, purpose: "Web Application", environment: "Production" },
  ],
  assignment: (state: State, { pick }: Step): Request => [
    "POST",
    `/v2/projects/${chosen(state.projects, pick)}/resources`,
    { resources: Object.keys(state.assignments).slice(0, 4) },
  ],
  action: (state: State, { pick }: Step): Request => [
    "POST",
    `/v2/droplets/${chosen(state.droplets, pick)}/actions`,
    { type: pick % 2 === 0 ? "shutdown" : "power_on" },
  ],
  removeDroplet: (state: State, { pick }: Step): Request => [
    "DELETE",
    `/v2/droplets/${chosen(state.droplets, pick)}`,
  ],
  removeByTag: (_state: State, { tag }: Step): Request => ["DELETE", `/v2/droplets?tag_name=${tag}`],
  removeBalancer: (state: State, { pick }: Step): Request => [
    "DELETE",
    `/v2/load_balancers/${chosen(state.loadBalancers, pick)}`,
  ],
  removeCluster: (state: State, { pick }: Step): Request => [
    "DELETE",
    `/v2/databases/${chosen(state.clusters, pick)}`,
  ],
  removeTag: (_state: State, { tag }: Step): Request => ["DELETE", `/v2/tags/${tag}`],
  removeVpc: (state: State, { pick }: Step): Request => ["DELETE", `/v2/vpcs/${chosen(state.vpcs, pick)}`],
  removeProject: (state: State, { pick }: Step): Request => [
    "DELETE",
    `/v2/projects/${chosen(state.projects, pick)}`,
  ],
};

function inVpc(field: string, state: State, pick: number): object {
  const ids = Object.keys(state.vpcs);
  return ids.length > 0 && pick % 3 > 0 ? { [field]: ids[pick % ids.length] } : {};
}

function ask(state: State, [method, address, body]: Request): CheckedReply {
  const [path = "", query = ""] = address.split("?");
  return respond(
    state,
    { method, path, query, body: body === undefined ? "" : JSON.stringify(body) },
    {
      now: NOW,
      pace: paceOf("instant"),
      limits: { droplets: 12, loadBalancers: 4 },
      origin: "http://127.0.0.1",
      requestId: "9531985d-5d9d-49f8-9818-e811892f902b",
      validator,
    },
  );
}

const kinds = fc.constantFrom(...Object.keys(steps).filter((key): key is keyof typeof steps => key in steps));
const run = fc.array(fc.record({ kind: kinds, pick: fc.nat(9), tag: fc.constantFrom("web", "db", "site") }), {
  maxLength: 40,
});

/** The account after the steps; each answer on the way is a documented one, and a refusal changes nothing. */
function after(given: readonly Step[]): State {
  return given.reduce((state, step) => {
    const reply = ask(state, steps[step.kind](state, step));
    assert.equal(reply.violation, undefined);
    assert.ok(reply.status < 500);
    if (reply.status >= 400) assert.equal(reply.state, state);
    return reply.state;
  }, emptyState(NOW));
}

test("whatever is asked, no tag, VPC, droplet, project or cluster is named that isn't there", () => {
  fc.assert(
    fc.property(run, (given) => {
      const state = after(given);
      const { droplets, loadBalancers, clusters, replicas, firewalls } = state;
      const tagged = [droplets, clusters, replicas, firewalls].flatMap((table) => Object.values(table));
      for (const { tags } of tagged) for (const tag of tags) assert.ok(tag in state.tags, tag);
      for (const { tag } of Object.values(loadBalancers)) assert.ok(tag === "" || tag in state.tags);
      for (const { vpc_uuid } of [...Object.values(droplets), ...Object.values(loadBalancers)])
        assert.ok(vpc_uuid in state.vpcs);
      for (const each of [...Object.values(clusters), ...Object.values(replicas)])
        assert.ok(each.private_network_uuid in state.vpcs);
      for (const { droplet_ids } of [...Object.values(loadBalancers), ...Object.values(firewalls)])
        for (const id of droplet_ids) assert.ok(id in droplets);
      for (const replica of Object.values(replicas)) assert.ok(replica.cluster in clusters);
      for (const [urn, { project }] of Object.entries(state.assignments)) {
        assert.ok(isThere(state, urn), urn);
        assert.ok(project in state.projects);
      }
    }),
    { numRuns: 500 },
  );
});

test("whatever is asked, droplets of a VPC have addresses of their own, and the limits hold", () => {
  fc.assert(
    fc.property(run, (given) => {
      const { droplets, loadBalancers } = after(given);
      const addresses = Object.values(droplets).map(
        ({ vpc_uuid, private_ip }) => `${vpc_uuid} ${private_ip}`,
      );
      assert.equal(new Set(addresses).size, addresses.length);
      assert.ok(Object.keys(droplets).length <= 12);
      assert.ok(Object.keys(loadBalancers).length <= 4);
    }),
    { numRuns: 300 },
  );
});

test("a listing's pages, one after the other, hold each row once", () => {
  fc.assert(
    fc.property(fc.nat(25), fc.integer({ min: 1, max: 9 }), (count, size) => {
      const state = Array.from({ length: count }, (_, index) => index).reduce(
        (current, index) => ask(current, ["POST", "/v2/tags", { name: `tag-${index}` }]).state,
        emptyState(NOW),
      );
      const names: string[] = [];
      let next: string | undefined = `/v2/tags?page=1&per_page=${size}`;
      while (next !== undefined) {
        const { body = {} }: CheckedReply = ask(state, ["GET", next]);
        const listing: {
          tags: readonly { name: string }[];
          links: { pages?: { next?: string } };
        } = JSON.parse(JSON.stringify(body));
        names.push(...listing.tags.map(({ name }) => name));
        next = listing.links.pages?.next?.replace("http://127.0.0.1", "");
      }
      assert.deepEqual(names, Object.keys(state.tags));
      assert.equal(names.length, count);
    }),
    { numRuns: 30 },
  );
});

test("the same request in the same state has the same answer", () => {
  fc.assert(
    fc.property(run, (given) => assert.deepEqual(after(given), after(given))),
    { numRuns: 50 },
  );
});
