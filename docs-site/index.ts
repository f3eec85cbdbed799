import { cpSync, readdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build, dev } from "astro";
import { createSite, type SiteOptions } from "./site.ts";

export { defaultSite, type SiteOptions } from "./site.ts";

export interface BuiltSite {
  /** Where it is, absolute. */
  readonly folder: string;
  readonly pages: number;
  /** Whether diagrams are part of the pages; else the reader's browser draws them. */
  readonly drawsDiagrams: boolean;
}

/**
 * Builds the site into docs-site/dist of the project, in place of what was there.
 * @throws what a page or the config throws; the last build is left as it was then.
 */
export async function buildDocs(options: SiteOptions): Promise<BuiltSite> {
  const site = createSite(options);
  const workingFolder = process.cwd();
  // Astro puts what it runs at build time below the working folder, and its packages have to be found from there.
  process.chdir(join(import.meta.dirname, ".."));
  try {
    await build(site.config);
    const folder = join(options.projectFolder, "docs-site", "dist");
    rmSync(folder, { recursive: true, force: true });
    cpSync(site.stagingFolder, folder, { recursive: true });
    const files = readdirSync(folder, { recursive: true, encoding: "utf8" });
    const pages = files.filter((file) => file.endsWith(".html")).length;
    return { folder, pages, drawsDiagrams: site.drawsDiagrams };
  } finally {
    process.chdir(workingFolder);
    await site.close();
  }
}

export interface ServedSite {
  readonly url: string;
  stop(): Promise<void>;
}

/** Serves the site on 127.0.0.1, at 4321 or the next free port; an edit of the config shows on every page. */
export async function serveDocs(options: SiteOptions): Promise<ServedSite> {
  const site = createSite(options);
  const server = await dev(site.config);
  return {
    url: `http://127.0.0.1:${server.address.port}${options.base}`,
    async stop() {
      await server.stop();
      await site.close();
    },
  };
}
