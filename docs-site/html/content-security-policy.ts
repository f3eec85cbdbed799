import { createHash } from "node:crypto";
import { attribute, type Element, textOf } from "./tree.ts";

/**
 * The strictest policy under which a page works as it was built: nothing from another host, and only those inline scripts and
 * styles that the page has now, by their hashes.
 *
 * @param page all elements of the page
 * @param mayStyleItself true if the reader's browser draws the diagrams: mermaid adds styles
 */
export function contentSecurityPolicy(page: readonly Element[], mayStyleItself: boolean): string {
  const inlineScripts = page
    .filter((element) => element.tagName === "script" && attribute(element, "src") === undefined)
    .filter((element) => isRun(attribute(element, "type")))
    .map((element) => hashOf(textOf(element)));
  const styles = page.filter(({ tagName }) => tagName === "style").map((element) => hashOf(textOf(element)));
  const styleAttributes = page
    .map((element) => attribute(element, "style"))
    .filter((style) => style !== undefined)
    .map(hashOf);
  const directives: Readonly<Record<string, readonly string[]>> = {
    "default-src": ["'none'"],
    // Pagefind runs a WebAssembly module.
    "script-src": ["'self'", "'wasm-unsafe-eval'", ...inlineScripts],
    "style-src": mayStyleItself
      ? ["'self'", "'unsafe-inline'"]
      : ["'self'", ...styles, ...(styleAttributes.length > 0 ? ["'unsafe-hashes'", ...styleAttributes] : [])],
    "img-src": ["'self'", "data:"],
    "connect-src": ["'self'"],
    "base-uri": ["'none'"],
    "form-action": ["'none'"],
  };
  return Object.entries(directives)
    .map(([name, sources]) => [name, ...new Set(sources)].join(" "))
    .join("; ");
}

/** Scripts of other types are data, which a browser doesn't run. */
function isRun(type: string | undefined): boolean {
  return type === undefined || type === "" || type === "module" || type === "text/javascript";
}

function hashOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}
