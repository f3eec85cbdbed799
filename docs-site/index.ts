import { build, dev } from "astro";
import { createSite, type SiteOptions } from "./site.ts";

export type { SiteOptions } from "./site.ts";

export interface BuiltSite {
  /** Where it is, absolute. */
  readonly folder: string;
  readonly pages: number;
  /** Whether diagrams are part of the pages; else the reader's browser draws them. */
  readonly drawsDiagrams: boolean;
}

/** Builds the site. @throws what a page or the config throws; nothing of the last build is left then. */
export async function buildDocs(options: SiteOptions): Promise<BuiltSite> {
  const site = createSite(options);
  try {
    await build(site.config);
    return { folder: site.folder, pages: site.pageCount(), drawsDiagrams: site.drawsDiagrams };
  } finally {
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
