export {
  type CapacityEstimate,
  type CapacityOptions,
  estimateCapacity,
  type Limit,
  queriesPerSecond,
  type Resource,
} from "./capacity.ts";
export { type CapacityInput, type CapacityInputs, capacityInputs, type Page, pages } from "./inputs.ts";
