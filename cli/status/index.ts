export { type Observation, observeStack } from "./observe.ts";
export { type ComponentStatus, statusCells, statusHeader, summarize } from "./table.ts";
