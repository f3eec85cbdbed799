export { Failure } from "./failure.ts";
export { type FailureId, type FailureKind, failureKinds } from "./kinds.ts";
export { tellFailure, troubleshootingPath } from "./tell.ts";
export { wrapLines } from "./wrap.ts";
