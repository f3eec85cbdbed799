export type { EngineAddress } from "./address.ts";
export { type ChosenBy, changeEngineText, chooseEngine, describeChoice } from "./choose.ts";
export { type ConnectOptions, connectTo, openLocalEngine } from "./connect.ts";
export { followEvents } from "./events.ts";
export {
  assertLocal,
  describeEngine,
  type EngineEndpoint,
  endpointAt,
  findEngine,
  findLocalEngine,
  providerSettings,
} from "./find.ts";
export { describeTraits, type EngineFit, engineNotice, fitEngine, plainFit } from "./fit.ts";
export { fitLocalEngine } from "./inspect.ts";
export { type EngineTraits, parseTraits, readTraits } from "./traits.ts";
export { unframed } from "./unframed.ts";
export { type EngineRefusal, UnusableEngineError } from "./unusable.ts";
export { engineWords, isEngineAnswer } from "./words.ts";
