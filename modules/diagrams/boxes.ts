import type { Component, Link, Purpose, Role, Topology } from "../topology/index.ts";
import type { Arrow, Box, State } from "./diagram.ts";

/** What a component of a role is, in a few words. */
export function roleTitle(role: Role, topology: Topology): string {
  const titles: Readonly<Record<Role, string>> = {
    client: "browsers",
    "load-balancer": topology.target === "local" ? "HAProxy" : "managed load balancer",
    web: "Apache and PHP",
    "database-router": "HAProxy, by TCP",
    database: "MySQL, group member",
    "database-cluster": "managed MySQL",
    "database-replica": "MySQL, read only",
  };
  return titles[role];
}

/** More than these of one kind share a box. */
const handful = 5;

/** A box for each component; many of a role, and in the same state, share one. */
export function boxesOf(
  topology: Topology,
  stateOf?: (component: Component) => State,
  most: number = handful,
): Box[] {
  const components: readonly Component[] = topology.components;
  const kinds = Map.groupBy(components, (component) =>
    [component.role, stateOf?.(component)].filter((part) => part !== undefined).join(" "),
  );
  const alone = new Set(
    [...Map.groupBy(kinds.keys(), (kind) => kind.split(" ")[0] ?? "")].flatMap(([role, of]) =>
      of.length === 1 ? [role] : [],
    ),
  );
  return [...kinds.values()].flatMap((of) => {
    const [first] = of;
    if (first === undefined) return [];
    const state = stateOf?.(first);
    if (of.length > most) return [manyInOne(topology, of, alone.has(first.role) ? undefined : state, state)];
    return of.map((component) =>
      box([component.id], component.id, component.id, component.role, topology, state),
    );
  });
}

function manyInOne(
  topology: Topology,
  of: readonly Component[],
  suffix: State | undefined,
  state: State | undefined,
): Box {
  const role = of[0]?.role ?? "client";
  const ids = of.map(({ id }) => id);
  const name = `${ids.at(0)} … ${ids.at(-1)}, ${ids.length} in all`;
  return box(ids, suffix === undefined ? role : `${role}-${suffix}`, name, role, topology, state);
}

function box(
  components: readonly string[],
  id: string,
  name: string,
  role: Role,
  topology: Topology,
  state: State | undefined,
): Box {
  return {
    id,
    lines: [name, roleTitle(role, topology), ...(state === undefined ? [] : [stateWords[state]])],
    anchor: role,
    components,
    ...(state === undefined ? {} : { state }),
  };
}

/** The member that takes the writes, for a picture of them; the group may elect another one at any time. */
export function primaryOf(topology: Topology): string | undefined {
  const components: readonly Component[] = topology.components;
  return components.find(({ role }) => role === "database" || role === "database-cluster")?.id;
}

/** A box for each component, the database's with their part in replication; the primary never shares a box. */
export function boxesWithPrimary(topology: Topology): Box[] {
  const primary = primaryOf(topology);
  return boxesOf(topology).flatMap((each) => {
    if (each.anchor !== "database" && each.anchor !== "database-cluster") return [each];
    const others = each.components.filter((id) => id !== primary);
    const copies = each.anchor === "database" ? "secondary" : "standby";
    if (others.length === each.components.length) return [{ ...each, lines: [...each.lines, copies] }];
    const title = each.lines[1] ?? "";
    const marked = {
      ...each,
      id: primary ?? each.id,
      lines: [primary ?? "", title, "primary"],
      components: primary === undefined ? [] : [primary],
    };
    if (others.length === 0) return [marked];
    const name = `${others.at(0)} … ${others.at(-1)}, ${others.length} in all`;
    return [marked, { ...each, id: each.anchor, lines: [name, title, copies], components: others }];
  });
}

/** A state in words: colour alone is not enough for readers who can't see it. */
const stateWords: Readonly<Record<State, string>> = {
  survives: "works",
  degraded: "works, less redundant",
  down: "down",
};

/** One box for each role, whatever the number of its components. */
export function boxesByRole(topology: Topology): Box[] {
  const components: readonly Component[] = topology.components;
  return [...Map.groupBy(components, ({ role }) => role)].map(([role, of]) =>
    role === "client"
      ? box(["client"], "client", "client", "client", topology, undefined)
      : box(
          of.map(({ id }) => id),
          role,
          of.length === 1 ? role : `${of.length} × ${role}`,
          role,
          topology,
          undefined,
        ),
  );
}

/** What a picture makes of the links that join the same two boxes. */
export interface Wording {
  /** undefined: the link isn't shown. */
  readonly kindOf: (link: Link) => Arrow["kind"] | undefined;
  readonly textOf: (links: readonly Link[]) => string;
}

/** The links between boxes, in the topology's order; all that go the same way are one arrow. */
export function arrowsOf(topology: Topology, boxes: readonly Box[], { kindOf, textOf }: Wording): Arrow[] {
  const boxOf = new Map(boxes.flatMap(({ id, components }) => components.map((of) => [of, id])));
  const shown = topology.links.flatMap((link) => {
    const [from, to, kind] = [boxOf.get(link.from), boxOf.get(link.to), kindOf(link)];
    return from === undefined || to === undefined || kind === undefined ? [] : [{ from, to, kind, link }];
  });
  const arrows = [...Map.groupBy(shown, ({ from, to, kind }) => `${from} ${to} ${kind}`).values()].flatMap(
    (same) =>
      same
        .slice(0, 1)
        .map(({ from, to, kind }) => ({ from, to, kind, text: textOf(same.map(({ link }) => link)) })),
  );
  return mutual(arrows);
}

/** Two arrows with the same label in both directions become one with two heads. */
function mutual(arrows: readonly Arrow[]): Arrow[] {
  const isReverse = (a: Arrow, b: Arrow) =>
    a.from === b.to && a.to === b.from && a.kind === b.kind && a.text === b.text;
  return arrows.flatMap((arrow, index): Arrow[] => {
    const reverse = arrows.findIndex((other, at) => at !== index && isReverse(arrow, other));
    if (reverse === -1) return [arrow];
    return reverse < index ? [] : [{ ...arrow, kind: "mutual" }];
  });
}

/** What the links are for, each purpose once. */
export function purposesText(links: readonly Link[]): string {
  const words: Readonly<Record<Purpose, string>> = {
    request: "requests",
    read: "reads",
    write: "writes",
    replication: "replication",
    health: "health checks",
  };
  return [...new Set(links.flatMap(({ purposes }) => purposes))]
    .map((purpose) => words[purpose])
    .join(" and ");
}

/** Whether a request passes here, or what it asks of the database. */
export function isOfRequests({ purposes }: Link): boolean {
  return purposes.some((purpose) => purpose === "request" || purpose === "read" || purpose === "write");
}

/** How some links are reached, each once. */
export function routesText(topology: Topology, links: readonly Link[]): string {
  return [...new Set(links.map((link) => routeText(topology, link)))].join(", ");
}

/** How a link is reached: `HTTPS 8443`, `MySQL 3306 with TLS`. From outside it is the published port. */
function routeText(topology: Topology, link: Link): string {
  const target = topology.components.find(({ id }) => id === link.to);
  const port = target?.ports.find((candidate) => candidate.port === link.port);
  const number = link.from === "client" ? (port?.publishedPort ?? link.port) : link.port;
  switch (link.protocol) {
    case "http":
      return `HTTP ${number}`;
    case "https":
      return `HTTPS ${number}`;
    case "mysql":
      return `MySQL ${number} with TLS`;
    case "group-replication":
      return `Group Replication ${number} with TLS`;
  }
}
