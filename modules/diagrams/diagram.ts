/** A picture of the stack as mermaid text, and the same as data. It is made from the topology and nothing else. */
export interface Diagram {
  /** Unique among the diagrams of a target, e.g. `request-path-read`. */
  readonly id: string;
  readonly title: string;
  /** What it shows, in a sentence or two, for those who don't see it. */
  readonly description: string;
  /** What its kinds of lines mean; absent where there is one kind only. */
  readonly legend?: string;
  readonly mermaid: string;
  readonly boxes: readonly Box[];
  /** The text alternative: every line of the picture, in its order. */
  readonly arrows: readonly Arrow[];
}

/** What a picture has a box, a lane or a frame for. */
export interface Box {
  /** Its id in the mermaid text: a component's, or a role's where many are in one box. */
  readonly id: string;
  /** First the name, then what it is. */
  readonly lines: readonly string[];
  /** Where it is explained: a role, or `network-` and a network's id. */
  readonly anchor: string;
  /** The components that it represents; none for a network. */
  readonly components: readonly string[];
  readonly state?: State;
}

/** How a component is after a loss. */
export type State = "survives" | "degraded" | "down";

/** A line from one box to another, by their ids. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
  /** What passes, e.g. `HTTP 8080`; empty where there is none. */
  readonly text: string;
  /** Answers and what carries no request are dotted, mutual if both ways; failed ones end in a cross. */
  readonly kind: "solid" | "dotted" | "mutual" | "failed" | "line";
}
