export { type Diagnosis, diagnose } from "./diagnose.ts";
export { parseEvent, type TerraformEvent } from "./event.ts";
export { LogFollower } from "./log-follower.ts";
export { asOnlyDeploy } from "./only-deploy.ts";
export { type ProcessRecord, parsePs, parseStat } from "./process-record.ts";
export { plainName, progressLine } from "./progress.ts";
export { buildBehindProxy, buildsAhead, type StackImage, stackImages } from "./proxied-builds.ts";
export { processesOf } from "./recorded-run.ts";
export { type Ending, type Run, runTerraform } from "./run.ts";
export {
  apply,
  type ImportBlock,
  type StackCommand,
  type SynthesizedStack,
  synthesize,
  synthesizeRemoval,
} from "./stack.ts";
