import { parse, serialize } from "parse5";
import { type Glossary, isContent, markAcronyms } from "./acronyms.ts";
import { contentSecurityPolicy } from "./content-security-policy.ts";
import { makeScrollable } from "./scrollable.ts";
import { attribute, type Element, elements, hasClass, newElement, setAttribute } from "./tree.ts";

export interface Finish {
  readonly glossary: Glossary;
  /** Address of the page that explains acronyms. */
  readonly glossaryAddress: string;
  /** False for the dev server, which adds scripts that no policy could know. */
  readonly hasPolicy: boolean;
}

/** A rendered page with its acronyms explained, its tables and outputs scrollable and its policy written into it. */
export function finishPage(html: string, finish: Finish): string {
  const page = parse(html);
  for (const content of elements(page).filter(isContent))
    markAcronyms(content, finish.glossary, finish.glossaryAddress);
  for (const content of elements(page).filter(isArticle)) {
    makeScrollable(content);
    weighListings(content);
  }
  const all = elements(page);
  const head = all.find(({ tagName }) => tagName === "head");
  if (finish.hasPolicy && head !== undefined) {
    const drawsItself = all.some((element) => hasClass(element, "diagram-source"));
    addPolicy(head, contentSecurityPolicy(all, drawsItself));
  }
  return serialize(page);
}

function isArticle(element: Element): boolean {
  return hasClass(element, "sl-markdown-content");
}

/** A search for a word finds the page that explains it before one whose listings have names such as `LampStack`. */
function weighListings(content: Element): void {
  for (const listing of elements(content).filter(({ tagName }) => tagName === "pre"))
    setAttribute(listing, "data-pagefind-weight", "0.1");
}

/** Before every script and style, and after the character set, which must be in the first kilobyte. */
function addPolicy(head: Element, content: string): void {
  const policy = newElement("meta", { "http-equiv": "Content-Security-Policy", content }, head);
  const isCharset = (element: Element) => attribute(element, "charset") !== undefined;
  const charset = elements(head).filter(isCharset);
  head.childNodes = [
    ...charset,
    policy,
    ...head.childNodes.filter((child) => !charset.some((one) => one === child)),
  ];
}
