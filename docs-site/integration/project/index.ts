export type { CommandReference } from "./command-reference.ts";
export { readConfig } from "./read.ts";
export type { RenderedSettings } from "./rendered.ts";
export type { LastResult } from "./results.ts";
export { projectModule } from "./vite-module.ts";
