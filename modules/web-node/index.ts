export { userDataLimitBytes, webNodeUserData } from "./cloud-init.ts";
export { databaseAddresses } from "./database-socket.ts";
export { defineWebNode, type WebNodeDefinition } from "./definition.ts";
export { isInWritableFolder, type SiteChanges, siteImage, webNodeImage } from "./dockerfile.ts";
export type { AppSource, DatabaseAccess, DropletOptions } from "./droplet.ts";
export { extensionIsBuiltIn, missingExtensions } from "./extensions.ts";
export { type LeftOut, leftOutText } from "./left-out.ts";
export { webNodeNeeds } from "./needs.ts";
export { nodeOptions } from "./node-options.ts";
export { type NodeOptions, type WebNodeOptions, webNodeDefaults } from "./options.ts";
export { places as webNodePlaces } from "./places.ts";
export {
  assertWebNodeOptions,
  WebNodeOptionsError,
  type WebNodeProblem,
  webNodeProblems,
} from "./problems.ts";
export {
  leftOutReport,
  listApp,
  listSite,
  readApp,
  readOwnApache,
  secretFilesOf,
  siteReport,
} from "./read-app.ts";
export { sessionsSql } from "./shipped.ts";
export { withHashes } from "./site-hashes.ts";
export { isBeginningBetter, manifestOf, siteDifference } from "./site-layers.ts";
export { UserDataTooLargeError } from "./too-large.ts";
