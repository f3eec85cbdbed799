import type { DefaultTreeAdapterTypes } from "parse5";

export type Node = DefaultTreeAdapterTypes.Node;
export type Parent = DefaultTreeAdapterTypes.ParentNode;
export type Child = DefaultTreeAdapterTypes.ChildNode;
export type Element = DefaultTreeAdapterTypes.Element;
export type Text = DefaultTreeAdapterTypes.TextNode;

export function isElement(node: Node): node is Element {
  return "tagName" in node;
}

export function isText(node: Node): node is Text {
  return node.nodeName === "#text";
}

export function children(node: Node): readonly Child[] {
  return "childNodes" in node ? node.childNodes : [];
}

/** All elements below a node, in order of the document; parents come before their children. */
export function elements(node: Node): Element[] {
  return children(node).flatMap((child) => (isElement(child) ? [child, ...elements(child)] : []));
}

export function attribute(element: Element, name: string): string | undefined {
  return element.attrs.find((candidate) => candidate.name === name)?.value;
}

export function setAttribute(element: Element, name: string, value: string): void {
  const present = element.attrs.find((candidate) => candidate.name === name);
  if (present === undefined) element.attrs.push({ name, value });
  else present.value = value;
}

export function hasClass(element: Element, name: string): boolean {
  return (attribute(element, "class") ?? "").split(/\s+/).includes(name);
}

/** All text below a node, one string. */
export function textOf(node: Node): string {
  return isText(node) ? node.value : children(node).map(textOf).join("");
}

/** Takes the elements for which the claim holds out of the tree, with all that is in them. */
export function removeElements(node: Node, claim: (element: Element) => boolean): void {
  if (!("childNodes" in node)) return;
  node.childNodes = node.childNodes.filter((child) => !(isElement(child) && claim(child)));
  for (const child of node.childNodes) removeElements(child, claim);
}

export function newText(value: string, parent: Parent): Text {
  return { nodeName: "#text", value, parentNode: parent };
}

/** An element in the namespace of its parent, with text in it or nothing. */
export function newElement(
  tagName: string,
  attributes: Readonly<Record<string, string>>,
  parent: Element,
): Element {
  return {
    nodeName: tagName,
    tagName,
    attrs: Object.entries(attributes).map(([name, value]) => ({ name, value })),
    namespaceURI: parent.namespaceURI,
    childNodes: [],
    parentNode: parent,
  };
}
