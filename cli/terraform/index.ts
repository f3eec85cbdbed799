export { asOnlyDeploy } from "./deploy-lock.ts";
export { type Diagnosis, diagnose } from "./diagnose.ts";
export { parseEvent, type TerraformEvent } from "./event.ts";
export { plainName, progressLine } from "./progress.ts";
export { type Ending, type Run, runTerraform } from "./run.ts";
export { apply, destroy, type StackCommand, type SynthesizedStack, synthesize } from "./stack.ts";
