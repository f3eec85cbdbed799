export { type BalancerSettings, balancerPorts, renderBalancerConfig } from "./config.ts";
export { balancerImage, balancerNeeds } from "./image.ts";
