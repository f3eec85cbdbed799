export { Failure } from "./failure.ts";
export { docsLink, formatFailure, troubleshootingPath } from "./format.ts";
export type { FailureKind } from "./kind.ts";
export { type FailureId, failureKinds } from "./kinds.ts";
export { wrapLines } from "./wrap.ts";
