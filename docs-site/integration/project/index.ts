export { readConfig } from "./read.ts";
export { projectModule } from "./vite-module.ts";
