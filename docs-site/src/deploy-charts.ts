import type { DeployResult, Figure } from "../../modules/results/index.ts";
import type { Bar } from "./charts.ts";

export interface Chart {
  readonly title: string;
  readonly unit: string;
  readonly bars: readonly Bar[];
}

const titles: Readonly<Record<Figure["unit"], string>> = {
  s: "How long it takes",
  x: "Compared with each other",
  "req/s": "Requests a second",
  MiB: "Memory",
};

/** A chart for each unit, since bars of different units can't be compared. */
export function deployCharts({ figures }: DeployResult): readonly Chart[] {
  return [...Map.groupBy(figures, ({ unit }) => unit)].map(([unit, measured]) => ({
    title: titles[unit],
    unit,
    bars: measured.map(({ title, value, target }) => ({
      label: title,
      value,
      note: "",
      ...(target === undefined ? {} : { mark: target.value }),
    })),
  }));
}
