export {
  analyzeAvailability,
  type Failure,
  type Service,
  serviceWithout,
  singlePointsOfFailure,
} from "./availability.ts";
export { clientId, componentId, componentIds, planTopology, ports } from "./plan.ts";
export type {
  Component,
  Group,
  Link,
  Network,
  NetworkId,
  Port,
  Protocol,
  Purpose,
  Role,
  Target,
  Topology,
} from "./types.ts";
