import type { Topology } from "../topology/index.ts";
import { type Failure, serviceWithout } from "../topology/index.ts";
import { arrowsOf, boxesOf, isOfRequests } from "./boxes.ts";
import type { Arrow, Diagram, State } from "./diagram.ts";
import { flowchart } from "./mermaid.ts";

/** The stack after a loss, each box with its state. The client's box shows what still works. */
export function availabilityDiagram(topology: Topology, loss: Pick<Failure, "lost" | "components">): Diagram {
  const lost = new Set(loss.components);
  const stateOf = statesWithout(topology, lost);
  const result = outcome(topology, lost);
  const boxes = boxesOf(topology, ({ id }) => stateOf(id)).map((box) =>
    box.anchor === "client" ? { ...box, lines: [...box.lines.slice(0, 2), result] } : box,
  );
  const isUp = new Set(boxes.filter(({ state }) => state !== "down").map(({ id }) => id));
  const arrows = arrowsOf(topology, boxes, {
    kindOf: (link) => (isOfRequests(link) ? "solid" : undefined),
    textOf: () => "",
  }).map(
    (arrow): Arrow => (isUp.has(arrow.from) && isUp.has(arrow.to) ? arrow : { ...arrow, kind: "failed" }),
  );
  const shown = {
    title: `Without ${loss.lost}${topology.target === "cloud" ? " on DigitalOcean" : ""}`,
    description: `${loss.lost} is lost: ${result}.`,
    boxes,
    arrows,
  };
  return { id: `without-${loss.lost.replaceAll(/\s+/g, "-")}`, ...shown, mermaid: flowchart("LR", shown) };
}

function outcome(topology: Topology, lost: ReadonlySet<string>): string {
  const { canRead, canWrite } = serviceWithout(topology, lost);
  if (canRead && canWrite) return "reads and writes work";
  if (canRead) return "reads work, writes stop";
  return canWrite ? "writes work, reads stop" : "reads and writes stop";
}

/** down: lost, or in a group that lost too many. degraded: in a group that lost some. */
function statesWithout(topology: Topology, lost: ReadonlySet<string>): (id: string) => State {
  const states = new Map<string, State>();
  for (const { members, mayFail } of topology.groups) {
    const failed = members.filter((member) => lost.has(member)).length;
    const living: State = failed > mayFail ? "down" : failed > 0 ? "degraded" : "survives";
    for (const member of members) states.set(member, lost.has(member) ? "down" : living);
  }
  const { canRead, canWrite } = serviceWithout(topology, lost);
  const client: State = canRead && canWrite ? "survives" : canRead || canWrite ? "degraded" : "down";
  return (id) => states.get(id) ?? client;
}
