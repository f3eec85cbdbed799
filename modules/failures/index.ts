export { Failure } from "./failure.ts";
export type { FailureKind } from "./kind.ts";
export { type FailureId, failureKinds } from "./kinds.ts";
export { moreLine, tellFailure, troubleshootingPath } from "./tell.ts";
export { wrapLines } from "./wrap.ts";
