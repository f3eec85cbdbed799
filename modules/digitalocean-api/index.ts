export { AccountFailure } from "./account-failure.ts";
export { type AccountAccess, accessFrom, createOne, fetchAll, fetchOne, requireAccess } from "./api.ts";
export { isPassing, type RetryLimits, retryWaitMs } from "./retry.ts";
export { type ApiRequest, type Method, type Outcome, send } from "./send.ts";
