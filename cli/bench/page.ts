import { join } from "node:path";

/** The page that is measured on both stacks: its source, and its path below the site's address. */
export const pageFile = join(import.meta.dirname, "plain", "page.php");
export const pagePath = "bench-page.php";
/** The same page with a connection that is kept. */
export const tunedPagePath = `${pagePath}?keep`;
