export { type AccountAccess, AccountRefusal, accessFrom, fetchAll, fetchOne } from "./api.ts";
export { type AccountObject, stackObjects } from "./objects.ts";
