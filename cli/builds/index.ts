export { outdatedContexts, outdatedImages } from "./decide.ts";
export { type Pruned, pruneBuilds } from "./prune.ts";
