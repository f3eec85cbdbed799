export { type AccountObject, stackObjects } from "./objects.ts";
