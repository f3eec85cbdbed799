export { type DatabaseProblem, type DatabaseStatus, judgeDatabase, type Membership } from "./database.ts";
export { observeMembers, parseAgentStatus } from "./members.ts";
export { type Observation, observeStack, type SeenContainer } from "./observe.ts";
export { type ComponentStatus, databaseLines, statusCells, statusHeader, summarize } from "./table.ts";
