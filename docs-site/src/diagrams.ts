import type { Topology } from "../../modules/topology/index.ts";
import { address } from "./address.ts";

export interface SiteDiagram {
  readonly title: string;
  readonly description: string;
  /** In mermaid's language. */
  readonly text: string;
  /** Each link of the diagram as a sentence, for those who don't see it. */
  readonly sentences: readonly string[];
  /** Where a node leads, by its id in the text. */
  readonly addresses: Readonly<Record<string, string>>;
}

export function stackDiagram(topology: Topology): SiteDiagram {
  const links = topology.links.filter((l) => !l.purposes.every((p) => p === "health"));
  return {
    title: "The stack",
    description: "All servers of the stack and their links.",
    text:
      "flowchart TB\n" +
      topology.components.map((c) => `  ${c.id}["${c.id}"]`).join("\n") +
      "\n" +
      links.map((l) => `  ${l.from} --> ${l.to}`).join("\n"),
    sentences: links.map((l) => `${l.from} asks ${l.to}`),
    addresses: Object.fromEntries(
      topology.components.map((c) => [c.id, address(`components/${c.role}/#${c.id}`)]),
    ),
  };
}

export const failureDiagram = stackDiagram;
export const requestDiagram = stackDiagram;
