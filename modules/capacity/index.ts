export {
  type CapacityEstimate,
  type CapacityOptions,
  estimateCapacity,
  type Limit,
  type Resource,
} from "./capacity.ts";
export { type CapacityInput, type CapacityInputs, capacityInputs, type Page, pages } from "./inputs.ts";
