export { type BalancerSettings, renderBalancerConfig } from "./config.ts";
export { balancerImage, balancerNeeds } from "./image.ts";
