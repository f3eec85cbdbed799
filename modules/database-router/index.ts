export { REPLICA_PORT, type RouterSettings, renderRouterConfig } from "./config.ts";
export { routerImage, routerNeeds } from "./image.ts";
