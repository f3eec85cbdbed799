import type { Arrow, Box, State } from "./diagram.ts";

/**
 * Any text as mermaid takes it in labels and messages, unchanged in what is seen: whatever could mean something to
 * mermaid is written as a character's number. Line breaks become spaces. (Not parentheses, which mean nothing there:
 * mermaid breaks lines by the width of the number, and would break a word that fits.)
 */
export function plain(text: string): string {
  return [...text.replaceAll(/\s+/g, " ")]
    .map((character) =>
      /[\p{L}\p{N} .,/()…×→-]/u.test(character) ? character : `#${character.codePointAt(0)};`,
    )
    .join("");
}

/** A label of one or more lines, in the quotes that flowcharts want. */
function label(lines: readonly string[]): string {
  return `"${lines.map(plain).join("<br/>")}"`;
}

/** What each kind of thing looks like. */
const shapes: Readonly<Record<string, readonly [open: string, close: string]>> = {
  client: ["([", "])"],
  database: ["[(", ")]"],
  "database-cluster": ["[(", ")]"],
  "database-replica": ["[(", ")]"],
};

function shapeOf(anchor: string): readonly [open: string, close: string] {
  return anchor.startsWith("network-") ? ["{{", "}}"] : (shapes[anchor] ?? ["[", "]"]);
}

const flowchartArrows: Readonly<Record<Arrow["kind"], string>> = {
  solid: "-->",
  dotted: "-.->",
  mutual: "<-.->",
  failed: "--x",
  line: "---",
};

/** A frame around boxes, e.g. a network. */
export interface Frame {
  readonly id: string;
  readonly title: string;
  /** Ids of its boxes. */
  readonly boxes: readonly string[];
}

interface Accessible {
  readonly title: string;
  readonly description: string;
  readonly boxes: readonly Box[];
  readonly arrows: readonly Arrow[];
}

function head({ title, description }: Accessible): string[] {
  return [`  accTitle: ${plain(title)}`, `  accDescr: ${plain(description)}`];
}

/**
 * Each arrow with the text that is written on it: the same words from the same role once. Labels of six such arrows
 * would lie on each other, and the list has them all.
 */
function labelled({ boxes, arrows }: Accessible): readonly Arrow[] {
  const roles = new Map(boxes.map(({ id, anchor }) => [id, anchor]));
  const written = new Set<string>();
  return arrows.map((arrow) => {
    const { from, text } = arrow;
    const meaning = JSON.stringify([roles.get(from), text]);
    if (written.has(meaning)) return { ...arrow, text: "" };
    written.add(meaning);
    return arrow;
  });
}

/**
 * A flowchart. States are classes (`survives`, `degraded`, `down`) without a style: colours are the page's, which knows
 * light from dark.
 */
export function flowchart(
  direction: "LR" | "TB",
  diagram: Accessible,
  frames: readonly Frame[] = [],
): string {
  const framed = new Set(frames.flatMap(({ boxes }) => boxes));
  const node = ({ id, lines, anchor }: Box): string => {
    const [open, close] = shapeOf(anchor);
    return `  ${id}${open}${label(lines)}${close}`;
  };
  const states = [...Map.groupBy(diagram.boxes, (box) => box.state)].filter(
    (entry): entry is [State, Box[]] => entry[0] !== undefined,
  );
  return [
    `flowchart ${direction}`,
    ...head(diagram),
    ...diagram.boxes.filter(({ id }) => !framed.has(id)).map(node),
    ...frames.flatMap(({ id, title, boxes }) => [
      `  subgraph ${id}[${label([title])}]`,
      ...diagram.boxes.filter((box) => boxes.includes(box.id)).map((box) => `  ${node(box)}`),
      "  end",
    ]),
    ...labelled(diagram).map(({ from, to, text, kind }) => {
      const middle = text === "" ? "" : `|${label([text])}|`;
      return `  ${from} ${flowchartArrows[kind]}${middle} ${to}`;
    }),
    ...states.map(([state, boxes]) => `  class ${boxes.map(({ id }) => id).join(",")} ${state}`),
    "",
  ].join("\n");
}

const sequenceArrows: Readonly<Record<Arrow["kind"], string>> = {
  solid: "->>",
  dotted: "-->>",
  mutual: "<<-->>",
  failed: "-x",
  line: "->",
};

/** A step of a sequence: a message, or a note over one or more lanes. */
export type Step = Arrow | { readonly over: readonly string[]; readonly note: string };

/** A sequence diagram; its lanes are the boxes, from left to right. */
export function sequence(diagram: Omit<Accessible, "arrows">, steps: readonly Step[]): string {
  return [
    "sequenceDiagram",
    ...head({ ...diagram, arrows: [] }),
    ...diagram.boxes.map(({ id, lines }) => `  participant ${id} as ${lines.map(plain).join("<br/>")}`),
    ...steps.map((step) =>
      "note" in step
        ? `  Note over ${step.over.join(",")}: ${plain(step.note)}`
        : `  ${step.from}${sequenceArrows[step.kind]}${step.to}: ${plain(step.text)}`,
    ),
    "",
  ].join("\n");
}
