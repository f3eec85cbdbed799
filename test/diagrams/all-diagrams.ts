import {
  availabilityDiagram,
  connectionsDiagram,
  type Diagram,
  everythingRestartsDiagram,
  knownFailureTimes,
  networksDiagram,
  overviewDiagram,
  primaryFailsDiagram,
  requestPathDiagram,
  webNodeFailsDiagram,
} from "../../modules/diagrams/index.ts";
import { analyzeAvailability, type Topology } from "../../modules/topology/index.ts";

/** Every diagram of a topology; `losses` limits those of what is left after a loss. */
export function allDiagrams(topology: Topology, losses: number = Number.POSITIVE_INFINITY): Diagram[] {
  const times = knownFailureTimes[topology.target];
  return [
    overviewDiagram(topology),
    requestPathDiagram(topology, "read"),
    requestPathDiagram(topology, "write"),
    networksDiagram(topology),
    connectionsDiagram(topology),
    webNodeFailsDiagram(topology, times),
    primaryFailsDiagram(topology, times),
    everythingRestartsDiagram(topology, times),
    ...analyzeAvailability(topology)
      .slice(0, losses)
      .map((loss) => availabilityDiagram(topology, loss)),
  ];
}
