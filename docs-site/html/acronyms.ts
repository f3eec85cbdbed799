import {
  attribute,
  type Child,
  children,
  type Element,
  hasClass,
  isElement,
  isText,
  type Node,
  newElement,
  newText,
} from "./tree.ts";

/** What an acronym stands for, by acronym. */
export type Glossary = ReadonlyMap<string, string>;

/** Elements whose text is a name, an address or a picture, or has an explanation. */
const leftAlone = new Set([
  ..."a abbr button code dfn figcaption kbd pre samp script select style summary svg template".split(" "),
  ..."h1 h2 h3 h4 h5 h6".split(" "),
]);

/**
 * Marks the first use of each acronym below a node as `<abbr>`, in a link to its place in the glossary.
 * A plural s after it stays outside.
 */
export function markAcronyms(root: Node, glossary: Glossary, glossaryAddress: string): void {
  const waiting = new Map(glossary);
  if (waiting.size === 0) return;
  const words = [...waiting.keys()].sort((a, b) => b.length - a.length).map(escaped);
  const acronym = new RegExp(`(?<![\\w-])(${words.join("|")})(?=s?(?![\\w]))`);
  visit(root, (text, parent) => mark(text, parent, acronym, waiting, glossaryAddress));
}

/** Anchor of an acronym in the glossary. */
export function acronymAnchor(acronym: string): string {
  return acronym.toLowerCase().replace(/[^a-z0-9]+/g, "-");
}

function visit(node: Node, markIn: (text: string, parent: Element) => Child[] | undefined): void {
  if (!("childNodes" in node)) return;
  if (isElement(node) && (leftAlone.has(node.tagName) || hasClass(node, "not-content"))) return;
  const before = children(node);
  if (isElement(node))
    node.childNodes = before.flatMap((child) => (isText(child) && markIn(child.value, node)) || [child]);
  for (const child of before) visit(child, markIn);
}

/** The text with its first waiting acronyms marked; undefined where it has none. */
function mark(
  text: string,
  parent: Element,
  acronym: RegExp,
  waiting: Map<string, string>,
  address: string,
): Child[] | undefined {
  const parts: Child[] = [];
  let rest = text;
  let plain = "";
  for (let found = acronym.exec(rest); found !== null; found = acronym.exec(rest)) {
    const [word] = found;
    const meaning = waiting.get(word);
    plain += rest.slice(0, found.index);
    rest = rest.slice(found.index + word.length);
    if (meaning === undefined) plain += word;
    else {
      waiting.delete(word);
      parts.push(newText(plain, parent), link(word, meaning, address, parent));
      plain = "";
    }
  }
  return parts.length === 0 ? undefined : [...parts, newText(plain + rest, parent)];
}

function link(word: string, meaning: string, address: string, parent: Element): Element {
  const anchor = newElement("a", { href: `${address}#${acronymAnchor(word)}`, class: "acronym" }, parent);
  const short = newElement("abbr", { title: meaning }, anchor);
  short.childNodes = [newText(word, short)];
  anchor.childNodes = [short];
  return anchor;
}

function escaped(word: string): string {
  return word.replace(/[^A-Za-z0-9]/g, "\\$&");
}

/** The element with a page's content, without the frame around it. */
export function isContent(element: Element): boolean {
  return hasClass(element, "sl-markdown-content") && attribute(element, "data-has-no-acronyms") === undefined;
}
