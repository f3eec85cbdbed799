export { createSay } from "./say.ts";
export { renderTable } from "./table.ts";
