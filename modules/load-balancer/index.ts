export { type BalancerSettings, renderBalancerConfig } from "./config.ts";
export { balancerImage, balancerNeeds, configurationPlace } from "./image.ts";
