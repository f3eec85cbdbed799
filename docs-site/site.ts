import { rmSync } from "node:fs";
import { join } from "node:path";
import starlight from "@astrojs/starlight";
import type { AstroInlineConfig } from "astro";
import { type CommandReference, createDrawer, findBrowser, lampstand } from "./integration/index.ts";
import { sidebar } from "./sidebar.ts";

export interface SiteOptions {
  /** Folder of lampstand.config.ts and of .lampstand. */
  readonly projectFolder: string;
  /** The commands that the reference describes, in its order. */
  readonly commands: readonly CommandReference[];
  /** Path that the site is served below, "/" for none. */
  readonly base: string;
  /** Address that the site is served at, for the sitemap and for canonical links; undefined: `defaultSite`. */
  readonly site: string | undefined;
}

/** What Astro needs to build or serve the site, and what was started for it. */
export interface Site {
  readonly config: AstroInlineConfig;
  /** Where a build writes to. */
  readonly stagingFolder: string;
  readonly drawsDiagrams: boolean;
  /** Ends the browser that draws diagrams, and removes the staging folder. */
  close(): Promise<void>;
}

/** Where `npm run docs` serves the site. */
export const defaultSite = "http://127.0.0.1:4321";

const cache = join(import.meta.dirname, "..", "node_modules", ".cache", "lampstand-docs");

export function createSite({ projectFolder, commands, base, site }: SiteOptions): Site {
  // Two builds at once must not write into each other's.
  const stagingFolder = join(cache, `build-${process.pid}`);
  const browserPath = findBrowser();
  const drawer = browserPath === undefined ? undefined : createDrawer(browserPath, join(cache, "diagrams"));
  return {
    stagingFolder,
    drawsDiagrams: drawer !== undefined,
    async close() {
      await drawer?.close();
      rmSync(stagingFolder, { recursive: true, force: true });
    },
    config: {
      configFile: false,
      root: import.meta.dirname,
      outDir: stagingFolder,
      cacheDir: join(projectFolder, ".lampstand", "docs-cache"),
      base,
      site: site ?? defaultSite,
      trailingSlash: "always",
      markdown: { syntaxHighlight: false },
      devToolbar: { enabled: false },
      logLevel: "error",
      server: { host: "127.0.0.1" },
      integrations: [
        starlight({
          title: "Lampstand",
          description:
            "A redundant LAMP stack from one typed config, explained from the config that deploys it.",
          logo: { src: "./src/assets/lampstand.svg", alt: "" },
          customCss: ["./src/styles/site.css", "./src/styles/diagram.css"],
          sidebar: sidebar(),
          components: {
            MarkdownContent: "./src/components/MarkdownContent.astro",
            Search: "./src/components/Search.astro",
          },
          expressiveCode: false,
          credits: false,
        }),
        lampstand({ projectFolder, commands, drawer }),
      ],
    },
  };
}
