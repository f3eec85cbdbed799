import { copyFileSync } from "node:fs";
import type { AstroIntegration } from "astro";
import { type Drawer, diagramsModule, mermaidScript } from "./diagrams/index.ts";
import { type CommandReference, projectModule } from "./project/index.ts";

export { createDrawer, findBrowser } from "./diagrams/index.ts";
export type { CommandReference } from "./project/index.ts";

/** What the site needs at build time beside Astro: the project's config, and a drawer of diagrams. */
export function lampstand({
  projectFolder,
  commands,
  drawer,
}: {
  /** Folder of lampstand.config.ts. */
  readonly projectFolder: string;
  /** The commands that the reference describes. */
  readonly commands: readonly CommandReference[];
  /** Undefined: the reader's browser has to draw, and gets mermaid to do it with. */
  readonly drawer: Drawer | undefined;
}): AstroIntegration {
  return {
    name: "lampstand",
    hooks: {
      "astro:config:setup": ({ updateConfig }) =>
        void updateConfig({
          vite: { plugins: [projectModule(projectFolder, commands), diagramsModule(drawer)] },
        }),
      "astro:build:done": ({ dir }) => {
        if (drawer === undefined) copyFileSync(mermaidScript, new URL("mermaid.js", dir));
      },
    },
  };
}
