import type { Diagram } from "../../modules/diagrams/index.ts";
import { partAddress } from "./roles.ts";

/** A diagram as the site shows it. */
export interface SiteDiagram {
  readonly title: string;
  readonly description: string;
  readonly legend: string | undefined;
  /** In mermaid's language. */
  readonly text: string;
  /** Each line of the picture in words, for those who don't see it. */
  readonly sentences: readonly string[];
  /** Where a box leads, by its id in the text. */
  readonly addresses: Readonly<Record<string, string>>;
}

/** A flowchart runs downwards here: pages are higher than wide. */
export function siteDiagram(diagram: Diagram): SiteDiagram {
  const { title, description, legend, mermaid, boxes, arrows } = diagram;
  return {
    title,
    description,
    legend,
    text: mermaid.replace(/^flowchart LR/, "flowchart TB"),
    sentences: arrows.map(({ from, to, text, kind }) => {
      const direction = kind === "mutual" || kind === "line" ? "and" : "to";
      const isLost = kind === "failed" ? " (fails)" : "";
      return `${from} ${direction} ${to}${text === "" ? "" : `: ${text}`}${isLost}`;
    }),
    addresses: Object.fromEntries(
      boxes.map(({ id, anchor, components }) => [id, boxAddress(anchor, components)]),
    ),
  };
}

/** A box of one component leads to that component; any other to what it represents. */
function boxAddress(anchor: string, components: readonly string[]): string {
  const [only, ...others] = components;
  return others.length > 0 || only === undefined ? partAddress(anchor) : partAddress(anchor, only);
}
