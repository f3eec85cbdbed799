export { Failure } from "./failure.ts";
export { type FailureId, type FailureKind, failureKinds } from "./kinds.ts";
export { moreLine, tellFailure, troubleshootingPath } from "./tell.ts";
export { wrapLines } from "./wrap.ts";
