export { type RouterSettings, renderRouterConfig } from "./config.ts";
export { routerImage, routerNeeds } from "./image.ts";
