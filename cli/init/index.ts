export { parseComposer } from "./composer.ts";
export { detectSite, type SiteFindings } from "./detect.ts";
export { renderConfig, shippedConfig, stackNameOf } from "./render.ts";
export { readSiteFiles, type SiteFiles } from "./site-files.ts";
