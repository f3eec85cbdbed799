export { asOnlyDeploy } from "./deploy-lock.ts";
export { plainName, progressLine } from "./progress.ts";
export { parseEvent, type TerraformEvent } from "./run.ts";
export { apply, destroy, type StackCommand, synthesize } from "./stack.ts";
