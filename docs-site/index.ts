import { build, dev } from "astro";
import { type SiteOptions, siteConfig } from "./site-config.ts";

export type { SiteOptions } from "./site-config.ts";

/** Builds the site into docs-site/dist of the project. @throws what Astro throws, a broken config included. */
export async function buildDocs(options: SiteOptions): Promise<void> {
  await build(siteConfig(options));
}

/** Serves the site on 127.0.0.1, and again with every edit, until it is stopped. @returns its address. */
export async function serveDocs(options: SiteOptions): Promise<string> {
  const server = await dev(siteConfig(options));
  return `http://127.0.0.1:${server.address.port}${options.base}`;
}
