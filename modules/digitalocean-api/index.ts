export { type AccountAccess, AccountRefusal, accessFrom, createOne, fetchAll, fetchOne } from "./api.ts";
