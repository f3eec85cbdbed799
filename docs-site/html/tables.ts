import { type Element, elements, isElement, type Node, newElement, textOf } from "./tree.ts";

/**
 * Puts each table below a node into an element that scrolls by itself where the screen is narrow, that the keyboard reaches,
 * and that is named after the heading above the table.
 */
export function makeTablesScrollable(root: Node): void {
  let heading = "";
  for (const element of elements(root)) {
    if (/^h[1-6]$/.test(element.tagName)) heading = textOf(element).trim();
    if (element.tagName === "table") wrap(element, heading === "" ? "Table" : `Table: ${heading}`);
  }
}

function wrap(table: Element, label: string): void {
  const { parentNode } = table;
  if (parentNode === null || !isElement(parentNode) || parentNode.tagName === "td") return;
  const attributes = { class: "table-scroll", role: "group", "aria-label": label, tabindex: "0" };
  const scroller = newElement("div", attributes, parentNode);
  parentNode.childNodes = parentNode.childNodes.map((child) => (child === table ? scroller : child));
  scroller.childNodes = [table];
  table.parentNode = scroller;
}
