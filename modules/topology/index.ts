export {
  analyzeAvailability,
  type Failure,
  type Service,
  serviceWithout,
  singlePointsOfFailure,
} from "./availability.ts";
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
