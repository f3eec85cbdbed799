export {
  type CapacityEstimate,
  type CapacityOptions,
  estimateCapacity,
  handshakesPerSecond,
  queriesPerSecond,
} from "./capacity.ts";
export { type CapacityInput, type CapacityInputs, capacityInputs, type Page, pages } from "./inputs.ts";
export type { CapacityConfig, Limit, Resource } from "./limits.ts";
