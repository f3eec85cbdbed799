export {
  analyzeAvailability,
  type Failure,
  type Service,
  serviceWithout,
  singlePointsOfFailure,
} from "./availability.ts";
export {
  type CapacityEstimate,
  type CapacityOptions,
  estimateCapacity,
  type Limit,
  type Resource,
} from "./capacity.ts";
export {
  type CapacityInput,
  type CapacityInputs,
  capacityInputs,
  type Page,
  pages,
} from "./capacity-inputs.ts";
export {
  type CostEstimate,
  type CostLine,
  estimateCost,
  listedPrices,
  type Prices,
  type Range,
} from "./cost.ts";
export {
  type Arrow,
  availabilityDiagram,
  type Box,
  connectionsDiagram,
  type Diagram,
  type Duration,
  durationText,
  everythingRestartsDiagram,
  type FailureTimes,
  knownFailureTimes,
  networksDiagram,
  overviewDiagram,
  plain,
  primaryFailsDiagram,
  requestPathDiagram,
  type State,
  webNodeFailsDiagram,
} from "./diagrams/index.ts";
export { planTopology } from "./plan.ts";
export { cloudPorts, servesHttps } from "./plan-cloud.ts";
export { ports } from "./plan-local.ts";
export { clientId, componentId, componentIds } from "./tiers.ts";
export type {
  CloudRole,
  CloudTopology,
  Component,
  Group,
  Link,
  LocalNetworkId,
  LocalRole,
  LocalTopology,
  Network,
  NetworkId,
  Port,
  Protocol,
  Purpose,
  Role,
  Target,
  Topology,
} from "./types.ts";
