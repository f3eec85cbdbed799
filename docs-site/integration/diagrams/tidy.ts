import { parseFragment, serialize } from "parse5";
import {
  attribute,
  children,
  type Element,
  elements,
  hasClass,
  newElement,
  newText,
  removeElements,
  setAttribute,
  textOf,
} from "../../html/tree.ts";

/** What a diagram is called and where its boxes lead. */
export interface Caption {
  readonly title: string;
  readonly description: string;
  /** Address by id of the node in the mermaid text; other nodes lead nowhere. */
  readonly addresses: Readonly<Record<string, string>>;
}

/** What the site's style sheet decides instead, or only mermaid's own scripts read. */
const dropped = /^(style|fill|stroke|stroke-width|font-.*|alignment-baseline|data-.*|name|aria-.*|role)$/;
const measures = /^(d|points|transform|viewBox|x|y|x1|y1|x2|y2|dx|dy|cx|cy|r|rx|ry|width|height)$/;
/** Sizes in CSS px: text in the drawing, and the smallest that can be read. */
const drawnTextPx = 14;
const smallestTextPx = 11;
const frameTitleIndent = 8;
/** diagram.css has a minimum width for each step. */
const stepPx = 100;

/** The class of a drawing of this width: how far it may be shrunk before it is scrolled instead. */
export function minimumWidthClass(width: number): string {
  const least = (width * smallestTextPx) / drawnTextPx;
  return `at-least-${Math.ceil(least / stepPx) * stepPx}`;
}
/** The site has its own: mermaid's title and description go by ids that are dropped here. */
const replaced = new Set(["style", "title", "desc"]);
const definitions = new Set(["symbol", "filter", "linearGradient", "marker"]);

/**
 * Mermaid's SVG as the site inlines it: titled, described, its boxes links, its colours left to the style sheet,
 * and without the half of it that nothing uses.
 *
 * @param id under which mermaid drew it; unique on its page
 * @throws Error where there is no SVG in the text
 */
export function tidySvg(drawn: string, id: string, caption: Caption): string {
  const fragment = parseFragment(drawn);
  const svg = elements(fragment).find(({ tagName }) => tagName === "svg");
  if (svg === undefined) throw new Error(`mermaid drew no SVG for "${caption.title}"`);
  const used = new Set(Array.from(drawn.matchAll(/url\(#([^)]+)\)/g), (match) => match[1]));
  removeElements(svg, (element) => isUnused(element, used));
  linkBoxes(svg, id, caption.addresses);
  alignFrameTitles(svg);
  for (const element of [svg, ...elements(svg)]) {
    if (hasClass(element, "text-outer-tspan")) element.childNodes = [newText(textOf(element), element)];
    element.attrs = element.attrs
      .filter(({ name, value }) => !dropped.test(name) && (name !== "id" || used.has(value)))
      .map(({ name, value }) => ({ name, value: measures.test(name) ? rounded(value) : singleWords(value) }));
  }
  describe(svg, id, caption);
  return serialize(fragment);
}

function isUnused(element: Element, used: ReadonlySet<string | undefined>): boolean {
  if (replaced.has(element.tagName)) return true;
  if (definitions.has(element.tagName)) return !used.has(attribute(element, "id"));
  if (element.tagName === "rect") return attribute(element, "width") === undefined;
  return hasClass(element, "edgeLabel") && textOf(element) === "";
}

/** The id of a box in the mermaid text: a flowchart's node, or the head of a sequence's lane. */
function boxName(element: Element, id: string): string | undefined {
  if (attribute(element, "data-type") === "participant") return attribute(element, "data-id");
  if (!hasClass(element, "node")) return undefined;
  return /^-flowchart-(.+)-\d+$/.exec((attribute(element, "id") ?? "").slice(id.length))?.[1];
}

function linkBoxes(svg: Element, id: string, addresses: Caption["addresses"]): void {
  for (const box of elements(svg)) {
    const address = addresses[boxName(box, id) ?? ""];
    const parent = box.parentNode;
    if (address === undefined || parent === null) continue;
    const link = newElement("a", { href: address }, svg);
    parent.childNodes = parent.childNodes.map((child) => (child === box ? link : child));
    link.parentNode = parent;
    link.childNodes = [box];
    box.parentNode = link;
  }
}

/** Mermaid centres a frame's title, where arrows enter the frame; the style sheet anchors it at its start. */
function alignFrameTitles(svg: Element): void {
  for (const frame of elements(svg).filter((each) => hasClass(each, "cluster"))) {
    const rect = elements(frame).find(({ tagName }) => tagName === "rect");
    const title = elements(frame).find((each) => hasClass(each, "cluster-label"));
    if (rect === undefined || title === undefined) continue;
    const y = /translate\([^,]+,\s*([^)]+)\)/.exec(attribute(title, "transform") ?? "")?.[1];
    setAttribute(
      title,
      "transform",
      `translate(${Number(attribute(rect, "x")) + frameTitleIndent}, ${y ?? 0})`,
    );
  }
}

/** Half a pixel is as fine as a diagram needs to be. */
function rounded(value: string): string {
  return value.replace(/-?\d*\.\d+/g, (number) => String(Math.round(Number(number) * 2) / 2));
}

/** mermaid names some classes twice. */
function singleWords(value: string): string {
  return [...new Set(value.trim().split(/\s+/))].join(" ");
}

function describe(svg: Element, id: string, { title, description }: Caption): void {
  const [, , width = "0", height = "0"] = (attribute(svg, "viewBox") ?? "").split(/\s+/);
  setAttribute(svg, "width", width);
  setAttribute(svg, "height", height);
  setAttribute(svg, "id", id);
  setAttribute(svg, "class", minimumWidthClass(Number(width)));
  setAttribute(svg, "role", "group");
  setAttribute(svg, "aria-labelledby", `${id}-title`);
  setAttribute(svg, "aria-describedby", `${id}-desc`);
  const named = (tagName: string, name: string, text: string) => {
    const element = newElement(tagName, { id: name }, svg);
    element.childNodes = [newText(text, element)];
    return element;
  };
  svg.childNodes = [
    named("title", `${id}-title`, title),
    named("desc", `${id}-desc`, description),
    ...children(svg),
  ];
}
