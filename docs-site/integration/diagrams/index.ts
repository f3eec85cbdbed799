export { createDrawer, type Drawer, mermaidScript } from "./draw.ts";
export { findBrowser } from "./find-browser.ts";
export type { Caption } from "./tidy.ts";
export { diagramsModule } from "./vite-module.ts";
