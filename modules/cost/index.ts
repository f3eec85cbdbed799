export {
  type CostEstimate,
  type CostLine,
  estimateCost,
  listedPrices,
  type Prices,
  type Range,
} from "./cost.ts";
