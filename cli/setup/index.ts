export { findDebianMirror } from "./apt-sources.ts";
export { importFolder } from "./base-image.ts";
export { ensureSetup, type SetupOptions } from "./ensure.ts";
export type {
  EngineState,
  Machine,
  Privilege,
  ProviderSource,
  ProvidersChoice,
  Reachability,
} from "./machine.ts";
export { type Observation, observeMachine } from "./observe.ts";
export { ownCertificates, trustCommands } from "./own-certificates.ts";
export { performStep, type Surroundings } from "./perform.ts";
export {
  type BaseImageFallback,
  type Problem,
  planSetup,
  type SetupPlan,
  type SetupRequest,
  type Step,
  terraformInstallText,
} from "./plan.ts";
export { parseForcedProviders, readProvidersChoice } from "./providers-choice.ts";
export { type PullOptions, pullImage } from "./pull.ts";
export { applyEvent, newPull, type PullEvent, type PullState, pulledText } from "./pull-progress.ts";
export { SetupError } from "./setup-error.ts";
