import {
  type Element,
  elements,
  hasClass,
  isElement,
  type Node,
  newElement,
  setAttribute,
  textOf,
} from "./tree.ts";

/**
 * Makes what is wider than a narrow screen scroll by itself and reachable by keyboard: each table below a node gets an element
 * around it that is named after the heading above, and each output of a command is named as such.
 */
export function makeScrollable(root: Node): void {
  let heading = "";
  for (const element of elements(root)) {
    if (/^h[1-6]$/.test(element.tagName)) heading = textOf(element).trim();
    if (element.tagName === "table") wrap(element, heading === "" ? "Table" : `Table: ${heading}`);
    if (element.tagName === "pre" && hasClass(element, "output"))
      for (const [name, value] of Object.entries({ role: "group", "aria-label": "Output", tabindex: "0" }))
        setAttribute(element, name, value);
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
