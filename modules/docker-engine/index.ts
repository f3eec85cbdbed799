export type { EngineAddress } from "./address.ts";
export { type ChosenBy, changeEngineText, chooseEngine, describeChoice } from "./choose.ts";
export {
  checkEngine,
  checkLocalEngine,
  describeTraits,
  type EngineCompatibility,
  engineNotice,
  fullCompatibility,
} from "./compatibility.ts";
export { type ConnectOptions, connectTo, openLocalEngine } from "./connect.ts";
export {
  assertLocal,
  describeEngine,
  type EngineEndpoint,
  endpointAt,
  findEngine,
  findLocalEngine,
  providerSettings,
} from "./find.ts";
export { demultiplex, engineMessage, followEvents, isEngineResponse } from "./responses.ts";
export { type Ended, runInContainer } from "./run.ts";
export { type EngineTraits, parseTraits, readTraits } from "./traits.ts";
export { type EngineRefusal, UnusableEngineError } from "./unusable.ts";
