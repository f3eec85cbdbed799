import type { Link, Purpose, Topology } from "../topology/index.ts";
import { clientId } from "../topology/index.ts";
import { arrowsOf, boxesByRole, boxesOf, isOnTheWay, purposesText, waysText } from "./boxes.ts";
import type { Arrow, Box, Diagram } from "./diagram.ts";
import { flowchart } from "./mermaid.ts";

const place = (topology: Topology) => (topology.target === "local" ? "this machine" : "DigitalOcean");

function diagramOf(
  id: string,
  title: string,
  description: string,
  boxes: readonly Box[],
  arrows: readonly Arrow[],
): Diagram {
  const shown = { title, description, boxes, arrows };
  return { id, ...shown, mermaid: flowchart("LR", shown) };
}

/** The whole stack in one look: a box for each role. */
export function overviewDiagram(topology: Topology): Diagram {
  const boxes = boxesByRole(topology);
  const arrows = arrowsOf(topology, boxes, {
    kindOf: (link) => (isOnTheWay(link) ? "solid" : undefined),
    textOf: (links) => purposesText(links.map((link) => without(link, "health"))),
  });
  return diagramOf(
    "overview",
    `The stack on ${place(topology)}`,
    "Each box is a role with the number of its components, and the arrows are the way of a request.",
    boxes,
    arrows,
  );
}

function without(link: Link, left: Purpose): Link {
  return { ...link, purposes: link.purposes.filter((purpose) => purpose !== left) };
}

/** How a request that reads or writes travels, from the client to the data. */
export function requestPathDiagram(topology: Topology, purpose: "read" | "write"): Diagram {
  const all = boxesOf(topology);
  const carries = ({ purposes }: Link) => purposes.includes("request") || purposes.includes(purpose);
  const copies = ({ purposes }: Link) => purpose === "write" && purposes.includes("replication");
  const arrows = arrowsOf(topology, all, {
    kindOf: (link) => (carries(link) ? "solid" : copies(link) ? "dotted" : undefined),
    textOf: (links) => (links.every(copies) ? "replication" : waysText(topology, links)),
  });
  const used = new Set(arrows.flatMap(({ from, to }) => [from, to]));
  return diagramOf(
    `request-path-${purpose}`,
    `The way of a ${purpose} on ${place(topology)}`,
    purpose === "read"
      ? "A request that reads, from the visitor through each server that may pass it on to each that may answer it."
      : "A request that writes, from the visitor to the servers that may take it. Dotted arrows are replication.",
    all.filter(({ id }) => used.has(id)),
    arrows,
  );
}

/** The networks and who is on each: two that share none can't reach each other. */
export function networksDiagram(topology: Topology): Diagram {
  const roles = boxesByRole(topology);
  const networks: Box[] = topology.networks.map(({ id, isInternal }) => ({
    id: `network-${id}`,
    lines: [`network ${id}`, isInternal ? "not reachable from outside" : "reachable from outside"],
    anchor: `network-${id}`,
    components: [],
  }));
  const membership = topology.networks.flatMap(({ id }): Arrow[] =>
    roles.flatMap((role) => {
      const isOn = topology.components.some(
        (component) => role.components.includes(component.id) && component.networks.some((on) => on === id),
      );
      return isOn ? [{ from: role.id, to: `network-${id}`, text: "", kind: "line" }] : [];
    }),
  );
  const fromOutside = arrowsOf(topology, roles, {
    kindOf: ({ from }) => (from === clientId ? "solid" : undefined),
    textOf: (links) => waysText(topology, links),
  });
  return diagramOf(
    "networks",
    `Networks on ${place(topology)}`,
    "Each line joins a role to a network that it is on. Only the load balancer is reached from outside.",
    [...roles, ...networks],
    [...fromOutside, ...membership],
  );
}

/** Every connection that is allowed, and what it is for. What isn't here is refused. */
export function connectionsDiagram(topology: Topology): Diagram {
  const boxes = boxesByRole(topology);
  const arrows = arrowsOf(topology, boxes, {
    kindOf: (link) => (isOnTheWay(link) ? "solid" : "dotted"),
    textOf: (links) => `${purposesText(links)} by ${waysText(topology, links)}`,
  });
  return diagramOf(
    "connections",
    `What may talk to what on ${place(topology)}`,
    "Each arrow is a connection that is allowed, with its purpose, protocol and port. Dotted ones carry no request.",
    boxes,
    arrows,
  );
}
