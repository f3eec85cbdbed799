import { z } from "zod";
import type { Tag } from "../account/compute.ts";
import type { State } from "../account/state.ts";
import { mapRows, put, type Table, without } from "../account/tables.ts";
import { badRequest, found, type Reply } from "../answer.ts";
import { type Call, created, noContent, ok, page, param, parse, type Route, route } from "../call.ts";

const NAME = /^[a-zA-Z0-9:\-_]{1,255}$/;
const creation = z.object({ name: z.string() });
const selection = z.object({
  resources: z.array(z.object({ resource_id: z.string(), resource_type: z.string() })),
});

/** Tags that a new resource names are made if they are not there. */
export function ensureTags(state: State, names: readonly string[]): State {
  const missing = names.filter((name) => !(name in state.tags));
  if (missing.length === 0) return state;
  return { ...state, tags: missing.reduce((tags, name) => put(tags, checked(name), { name }), state.tags) };
}

function checked(name: string): string {
  if (NAME.test(name)) return name;
  throw badRequest(
    `"${name}" is not a valid tag name: letters, digits, colons, dashes and underscores, at most 255`,
  );
}

function create(call: Call): Reply {
  const { name } = parse(call, creation);
  const state = ensureTags(call.state, [checked(name)]);
  return created(state, { tag: shown(state, { name }, originOf(call)) });
}

/** A tag that goes is taken off everything that bore it or pointed to it. */
function remove(call: Call): Reply {
  const { name } = tagOf(call);
  const { state } = call;
  return noContent({
    ...state,
    tags: without(state.tags, name),
    droplets: untagged(state.droplets, name),
    clusters: mapRows(untagged(state.clusters, name), (cluster) =>
      cluster.rules.some((rule) => rule.type === "tag" && rule.value === name)
        ? { ...cluster, rules: cluster.rules.filter((rule) => rule.type !== "tag" || rule.value !== name) }
        : cluster,
    ),
    replicas: untagged(state.replicas, name),
    firewalls: untagged(state.firewalls, name),
    alertPolicies: untagged(state.alertPolicies, name),
    loadBalancers: mapRows(state.loadBalancers, (each) => (each.tag === name ? { ...each, tag: "" } : each)),
  });
}

function untagged<T extends { readonly tags: readonly string[] }>(table: Table<T>, name: string): Table<T> {
  return mapRows(table, (row) =>
    row.tags.includes(name) ? { ...row, tags: row.tags.filter((tag) => tag !== name) } : row,
  );
}

/** Puts the tag on, or takes it off, the droplets that are named; other types of resource are not here. */
function retag(call: Call, change: (tags: readonly string[], name: string) => readonly string[]): Reply {
  const { name } = tagOf(call);
  const { resources } = parse(call, selection);
  const droplets = resources.reduce((table, { resource_id, resource_type }) => {
    const droplet = resource_type === "droplet" ? table[resource_id] : undefined;
    if (droplet === undefined) throw badRequest(`${resource_type} ${resource_id} could not be found`);
    return put(table, resource_id, { ...droplet, tags: change(droplet.tags, name) });
  }, call.state.droplets);
  return noContent({ ...call.state, droplets });
}

function tagOf(call: Call): Tag {
  return found(call.state.tags[param(call, "tag_id")]);
}

function shown(state: State, { name }: Tag, origin: string): object {
  const bears = ({ tags }: { readonly tags: readonly string[] }): boolean => tags.includes(name);
  const droplets = Object.values(state.droplets).filter(bears);
  const databases = [...Object.values(state.clusters), ...Object.values(state.replicas)].filter(bears);
  const tagged = [
    ...droplets.map(({ id }) => `${origin}/v2/droplets/${id}`),
    ...databases.map(({ id }) => `${origin}/v2/databases/${id}`),
  ];
  return {
    name,
    resources: {
      ...counted(tagged),
      droplets: counted(tagged.slice(0, droplets.length)),
      images: counted([]),
      volumes: counted([]),
      volume_snapshots: counted([]),
      databases: counted(tagged.slice(droplets.length)),
    },
  };
}

function counted(uris: readonly string[]): object {
  const last = uris.at(-1);
  return { count: uris.length, ...(last === undefined ? {} : { last_tagged_uri: last }) };
}

const originOf = (call: Call): string => new URL(call.url).origin;

export const tagRoutes: readonly Route[] = [
  route("GET", "/v2/tags", (call) =>
    page(call, "tags", Object.values(call.state.tags), (tag) => shown(call.state, tag, originOf(call))),
  ),
  route("POST", "/v2/tags", create),
  route("GET", "/v2/tags/{tag_id}", (call) =>
    ok(call.state, { tag: shown(call.state, tagOf(call), originOf(call)) }),
  ),
  route("DELETE", "/v2/tags/{tag_id}", remove),
  route("POST", "/v2/tags/{tag_id}/resources", (call) =>
    retag(call, (tags, name) => (tags.includes(name) ? tags : [...tags, name])),
  ),
  route("DELETE", "/v2/tags/{tag_id}/resources", (call) =>
    retag(call, (tags, name) => tags.filter((tag) => tag !== name)),
  ),
];
