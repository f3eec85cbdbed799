export { type Diagnostic, ProviderError } from "./diagnostics.ts";
export { formatDuration, parseDuration } from "./duration.ts";
export { decodeMessage, type Shape } from "./protobuf.ts";
export type { CreateWork, DataSource, ProviderDefinition, Reading, ResourceType, Work } from "./provider.ts";
export type { Attribute, Attributes, BlockAttribute, ResourceSchema, Scalar } from "./schema.ts";
export { serveProvider } from "./server.ts";
export {
  blocksOf,
  type Fields,
  isFields,
  isList,
  isSet,
  isWhollyKnown,
  isZero,
  keyOf,
  numberOf,
  parseFields,
  textMapOf,
  textOf,
  textsOf,
  UNKNOWN,
  type Value,
} from "./value.ts";
