export { type BalancerSettings, balancerSettings, renderBalancerConfig } from "./config.ts";
export { balancerImage, balancerNeeds, configurationPlace } from "./image.ts";
