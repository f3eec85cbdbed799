import type { Component, Link, Purpose, Topology } from "../topology/index.ts";
import { clientId } from "../topology/index.ts";
import {
  arrowsOf,
  boxesByRole,
  boxesWithPrimary,
  isOfRequests,
  primaryOf,
  purposesText,
  routesText,
} from "./boxes.ts";
import type { Arrow, Box, Diagram } from "./diagram.ts";
import { type Frame, flowchart } from "./mermaid.ts";

const replicationLegend = "Solid arrows are requests and queries, dotted arrows are replication.";

const place = (topology: Topology) => (topology.target === "local" ? "this machine" : "DigitalOcean");

function diagramOf(
  id: string,
  title: string,
  description: string,
  boxes: readonly Box[],
  arrows: readonly Arrow[],
  legend?: string,
): Diagram {
  const shown = { title, description, boxes, arrows };
  return { id, ...shown, ...(legend === undefined ? {} : { legend }), mermaid: flowchart("LR", shown) };
}

/**
 * The whole stack in one look: the servers in the networks in which they are reached, the way of requests through
 * them, and where the primary's writes are copied to.
 */
export function overviewDiagram(topology: Topology): Diagram {
  const boxes = boxesWithPrimary(topology);
  const primary = primaryOf(topology);
  const arrows = arrowsOf(topology, boxes, {
    kindOf: (link) =>
      isOfRequests(link) && !isStandby(topology, link.to)
        ? "solid"
        : isCopyOf(primary, link)
          ? "dotted"
          : undefined,
    textOf: (links) =>
      purposesText(
        links
          .map((link) => without(link, "health"))
          // Only the primary takes what a connection to a member could write.
          .map((link) =>
            isDatabase(topology, link.to) && link.to !== primary ? without(link, "write") : link,
          ),
      ),
  });
  const shown = {
    title: `The stack on ${place(topology)}`,
    description: `Each frame is a network with the servers that are reached in it.${electionText(topology)}`,
    boxes,
    arrows,
  };
  const legend = arrows.some(({ kind }) => kind === "dotted") ? { legend: replicationLegend } : {};
  return { id: "overview", ...shown, ...legend, mermaid: flowchart("LR", shown, framesOf(topology, boxes)) };
}

/** A frame for each network: the servers that something else reaches by it. */
function framesOf(topology: Topology, boxes: readonly Box[]): Frame[] {
  const components: readonly Component[] = topology.components;
  const networksOf = new Map(components.map(({ id, networks }) => [id, networks]));
  const reachedBy = (id: string): string | undefined => {
    const link = topology.links.find((each) => each.to === id && isOfRequests(each));
    const from = link === undefined ? [] : (networksOf.get(link.from) ?? []);
    return (networksOf.get(id) ?? []).find((network) => from.includes(network));
  };
  return topology.networks.flatMap(({ id }): Frame[] => {
    const inside = boxes.filter(({ components: [first] }) => first !== undefined && reachedBy(first) === id);
    return inside.length === 0
      ? []
      : [{ id: `network-${id}`, title: `network ${id}`, boxes: inside.map((box) => box.id) }];
  });
}

function without(link: Link, left: Purpose): Link {
  return { ...link, purposes: link.purposes.filter((purpose) => purpose !== left) };
}

/** Replication goes from the primary to the others; what flows between the others is not the data's path. */
function isCopyOf(primary: string | undefined, { from, to, purposes }: Link): boolean {
  return purposes.includes("replication") && from === primary && to !== primary;
}

/** Whether it is one of those that take turns as the primary. */
function isDatabase(topology: Topology, id: string): boolean {
  const components: readonly Component[] = topology.components;
  return components.some(
    (each) => each.id === id && (each.role === "database" || each.role === "database-cluster"),
  );
}

/** A managed cluster's standby answers nothing before it replaces the primary; a group's secondaries answer reads. */
function isStandby(topology: Topology, id: string): boolean {
  const components: readonly Component[] = topology.components;
  return (
    id !== primaryOf(topology) &&
    components.some((each) => each.id === id && each.role === "database-cluster")
  );
}

function electionText(topology: Topology): string {
  return topology.components.filter(({ id }) => isDatabase(topology, id)).length < 2
    ? ""
    : " When the primary fails, another one replaces it.";
}

/** How a request that reads or writes travels, from the client to the data. */
export function requestPathDiagram(topology: Topology, purpose: "read" | "write"): Diagram {
  const all = boxesWithPrimary(topology);
  const primary = primaryOf(topology);
  const carries = ({ purposes, to }: Link) =>
    purposes.includes("request") ||
    (purposes.includes(purpose) &&
      !isStandby(topology, to) &&
      (purpose === "read" || !isDatabase(topology, to) || to === primary));
  const copies = (link: Link) => purpose === "write" && isCopyOf(primary, link);
  const arrows = arrowsOf(topology, all, {
    kindOf: (link) => (carries(link) ? "solid" : copies(link) ? "dotted" : undefined),
    textOf: (links) => (links.every(copies) ? "replication" : routesText(topology, links)),
  });
  const used = new Set(arrows.flatMap(({ from, to }) => [from, to]));
  return diagramOf(
    `request-path-${purpose}`,
    `How a ${purpose} travels on ${place(topology)}`,
    purpose === "read"
      ? "A request that reads, from the client through each server that may pass it on to each that may answer it."
      : `A request that writes, from the client to the primary.${electionText(topology)}`,
    all.filter(({ id }) => used.has(id)),
    arrows,
    arrows.some(({ kind }) => kind === "dotted") ? replicationLegend : undefined,
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
    textOf: (links) => routesText(topology, links),
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
    kindOf: (link) => (isOfRequests(link) ? "solid" : "dotted"),
    textOf: (links) => `${purposesText(links)} by ${routesText(topology, links)}`,
  });
  return diagramOf(
    "connections",
    `What may talk to what on ${place(topology)}`,
    "Each arrow is a connection that is allowed, with its purpose, protocol and port.",
    boxes,
    arrows,
    "Solid arrows carry requests and queries, dotted arrows don't.",
  );
}
