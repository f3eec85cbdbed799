export { availabilityDiagram } from "./availability.ts";
export { primaryOf } from "./boxes.ts";
export type { Arrow, Box, Diagram, State } from "./diagram.ts";
export { everythingRestartsDiagram, primaryFailsDiagram, webNodeFailsDiagram } from "./failures.ts";
export { connectionsDiagram, networksDiagram, overviewDiagram, requestPathDiagram } from "./flow.ts";
export { plain } from "./mermaid.ts";
export { type Duration, durationText, type FailureTimes, knownFailureTimes } from "./times.ts";
