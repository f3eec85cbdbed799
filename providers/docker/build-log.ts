import { decodeMessage, type Shape } from "../plugin/index.ts";

interface Vertex {
  readonly digest: string;
  readonly name: string;
  readonly error: string;
}

/** BuildKit's progress: steps that change, and output that they write. */
export interface BuildStatus {
  readonly vertexes: readonly Vertex[];
  readonly logs: readonly { readonly vertex: string; readonly msg: Uint8Array }[];
}

/** The part of BuildKit's progress message (moby.buildkit.v1.StatusResponse) that is of use here. */
const STATUS: Shape = {
  vertexes: {
    id: 1,
    many: "list",
    type: {
      digest: { id: 1, type: "string" },
      name: { id: 3, type: "string" },
      error: { id: 7, type: "string" },
    },
  },
  logs: { id: 3, many: "list", type: { vertex: { id: 1, type: "string" }, msg: { id: 4, type: "bytes" } } },
};

/** Reads a progress message. */
export function decodeStatus(bytes: Buffer): BuildStatus {
  const message = decodeMessage(STATUS, bytes);
  const vertexes = itemsOf(message, "vertexes").map((item) => ({
    digest: String(fieldOf(item, "digest")),
    name: String(fieldOf(item, "name")),
    error: String(fieldOf(item, "error")),
  }));
  const logs = itemsOf(message, "logs").flatMap((item) => {
    const msg = fieldOf(item, "msg");
    return msg instanceof Uint8Array ? [{ vertex: String(fieldOf(item, "vertex")), msg }] : [];
  });
  return { vertexes, logs };
}

function itemsOf(message: object, name: string): object[] {
  const items = fieldOf(message, name);
  return Array.isArray(items) ? items.filter((item) => typeof item === "object" && item !== null) : [];
}

function fieldOf(message: object, name: string): unknown {
  return Object.entries(message).find(([key]) => key === name)?.[1] ?? "";
}

/** Of the failed step's output. */
const LAST_LINES = 25;

/** Collects a build's progress, to report which step failed and what it printed. */
export class BuildLog {
  readonly #output = new Map<string, string>();
  #failed: Vertex | null = null;

  add(status: BuildStatus): void {
    for (const { vertex, msg } of status.logs) {
      this.#output.set(vertex, (this.#output.get(vertex) ?? "") + Buffer.from(msg).toString());
    }
    for (const vertex of status.vertexes) {
      // Steps that ran beside the failed one end as cancelled; they aren't the cause.
      if (vertex.error !== "" && !vertex.error.includes("context canceled")) this.#failed ??= vertex;
    }
  }

  /** The failure with its step and the last lines of that step's output. */
  explain(failure: string): string {
    if (this.#failed === null) return failure;
    const output = (this.#output.get(this.#failed.digest) ?? "").trimEnd();
    const lines = output === "" ? ["(it wrote nothing)"] : output.split("\n").slice(-LAST_LINES);
    return [`Failed step: ${this.#failed.name}`, ...lines.map((line) => `  | ${line}`), failure].join("\n");
  }
}
