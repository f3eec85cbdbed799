import { join } from "node:path";
import starlight from "@astrojs/starlight";
import type { AstroInlineConfig } from "astro";
import { lampstand } from "./integration/index.ts";
import { sidebar } from "./sidebar.ts";

const repo = join(import.meta.dirname, "..");

export interface SiteOptions {
  /** Folder of lampstand.config.ts and of .lampstand; the site is written into its docs-site/dist. */
  readonly projectFolder: string;
  /** Path that the site is served below, "/" for none. */
  readonly base: string;
  /** Address that the site is served at, for the sitemap and for canonical links; undefined: not known. */
  readonly site: string | undefined;
}

/** Astro's and Starlight's configuration. */
export function siteConfig({ projectFolder, base, site }: SiteOptions): AstroInlineConfig {
  return {
    configFile: false,
    root: import.meta.dirname,
    outDir: join(projectFolder, "docs-site", "dist"),
    cacheDir: join(projectFolder, ".lampstand", "docs-cache"),
    base,
    ...(site === undefined ? {} : { site }),
    trailingSlash: "always",
    devToolbar: { enabled: false },
    integrations: [
      starlight({
        title: "Lampstand",
        description:
          "A redundant LAMP stack from one typed config, explained from the config that deploys it.",
        logo: { src: "./src/assets/lampstand.svg", alt: "" },
        customCss: ["./src/styles/site.css", "./src/styles/diagram.css"],
        sidebar: sidebar(),
        expressiveCode: false,
        components: { Search: "./src/components/Search.astro" },
        credits: false,
      }),
      lampstand({ projectFolder, cacheFolder: join(repo, "node_modules", ".cache", "lampstand-diagrams") }),
    ],
  };
}
