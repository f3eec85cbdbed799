import type { AstroIntegration } from "astro";
import { createDrawer, diagramsModule, findBrowser } from "./diagrams/index.ts";
import { projectModule } from "./project/index.ts";

/** What the site needs of this repository at build time: the project's config, and a browser that draws. */
export function lampstand({
  projectFolder,
  cacheFolder,
}: {
  /** Folder of lampstand.config.ts. */
  readonly projectFolder: string;
  /** Where drawn diagrams are kept. */
  readonly cacheFolder: string;
}): AstroIntegration {
  const browserPath = findBrowser();
  const drawer = browserPath === undefined ? undefined : createDrawer(browserPath, cacheFolder);
  return {
    name: "lampstand",
    hooks: {
      "astro:config:setup": ({ updateConfig, injectRoute }) => {
        updateConfig({ vite: { plugins: [projectModule(projectFolder), diagramsModule(drawer)] } });
        if (drawer === undefined)
          injectRoute({ pattern: "mermaid.js", entrypoint: new URL("./mermaid-route.ts", import.meta.url) });
      },
      "astro:build:done": () => drawer?.close(),
      "astro:server:done": () => drawer?.close(),
    },
  };
}
