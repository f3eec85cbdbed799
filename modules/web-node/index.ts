export { webNodeUserData } from "./cloud-init.ts";
export { defineWebNode, type WebNodeDefinition } from "./definition.ts";
export { webNodeImage } from "./dockerfile.ts";
export { webNodeNeeds } from "./needs.ts";
export { type WebNodeOptions, webNodeDefaults } from "./options.ts";
export { places as webNodePlaces, webPort } from "./places.ts";
export { WebNodeOptionsError, type WebNodeProblem, webNodeProblems } from "./problems.ts";
export { readApp } from "./read-app.ts";
export { sessionsSql } from "./shipped.ts";
