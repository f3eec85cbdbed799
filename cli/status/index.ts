export { observeMembers } from "./members.ts";
export { type Observation, observeStack, type SeenContainer } from "./observe.ts";
export { type ComponentStatus, statusCells, statusHeader, summarize } from "./table.ts";
