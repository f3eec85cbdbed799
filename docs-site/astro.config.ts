import starlight from "@astrojs/starlight";
import type { AstroInlineConfig } from "astro";
export function siteConfig(): AstroInlineConfig {
  return { configFile: false, root: import.meta.dirname, integrations: [starlight({ title: "Lampstand" })] };
}
