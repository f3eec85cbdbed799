export { createPrinter } from "./printer.ts";
export { renderTable } from "./table.ts";
