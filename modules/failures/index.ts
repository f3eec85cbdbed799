export { exitCodes, type FailureId } from "./exit-codes.ts";
export { Failure } from "./failure.ts";
export { docsLink, formatFailure, troubleshootingPath } from "./format.ts";
export { wrapLines } from "./wrap.ts";
