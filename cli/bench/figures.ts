import { type Figure, type FigureId, figureIds } from "../../modules/results/index.ts";
import { median } from "./statistics.ts";

interface Promised {
  readonly title: string;
  readonly unit: Figure["unit"];
  readonly atMost?: number;
  readonly atLeast?: number;
}

/** What each measurement is and its target. Seconds and MiB for a machine with two processors. */
const promised: Readonly<Record<FigureId, Promised>> = {
  synth: { title: "synth by node stacks/main.ts", unit: "s", atMost: 0.35 },
  "synth-many": { title: "the same with the most web nodes", unit: "s" },
  "synth-many-ratio": { title: "the most web nodes, to two", unit: "x", atMost: 2 },
  "deploy-to-write": { title: "cdktf deploy to the first write", unit: "s", atMost: 15 },
  "deploy-terraform": { title: "Terraform's share of that deploy", unit: "s" },
  "compose-up": { title: "docker-compose up of the same", unit: "s" },
  "compose-healthy": { title: "and until healthy, as Terraform waits", unit: "s" },
  "deploy-compose-ratio": { title: "Terraform to docker-compose", unit: "x", atMost: 1.3 },
  "no-op": { title: "cdktf deploy with no change", unit: "s", atMost: 6 },
  "no-op-terraform": { title: "Terraform's share of that", unit: "s", atMost: 1.5 },
  destroy: { title: "cdktf destroy", unit: "s", atMost: 6 },
  page: { title: "database page", unit: "req/s" },
  "plain-page": { title: "database page of the plain stack", unit: "req/s" },
  "page-ratio": { title: "this stack to the plain one", unit: "x", atLeast: 1.7 },
  "same-page": { title: "the page with a connection of its own", unit: "req/s" },
  "same-page-ratio": { title: "that to the plain stack's", unit: "x", atLeast: 1 },
  "idle-memory": { title: "idle memory of all containers", unit: "MiB", atMost: 1229 },
};

/** All runs of each measurement. */
export type Measured = Readonly<Record<FigureId, readonly number[]>>;

/** The measurements of a result, in their order. @throws RangeError for one that is missing */
export function toFigures(measured: Measured): Figure[] {
  return figureIds.map((id) => {
    const { title, unit, atMost, atLeast } = promised[id];
    const runs = measured[id].map((run) => round(run));
    const value = round(median(measured[id]));
    const figure = { id, title, unit, value, runs };
    if (atMost !== undefined)
      return { ...figure, target: { bound: "at most", value: atMost, isMet: value <= atMost } };
    if (atLeast !== undefined)
      return { ...figure, target: { bound: "at least", value: atLeast, isMet: value >= atLeast } };
    return figure;
  });
}

/** Three significant digits. */
function round(value: number): number {
  return value >= 100 ? Math.round(value) : Number(value.toPrecision(3));
}
