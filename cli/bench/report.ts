import type { DeployResult, Figure } from "../../modules/results/index.ts";
import { renderTable } from "../output/index.ts";

/** The result as a table for a terminal, with what it was measured on. */
export function renderReport(result: DeployResult): string {
  const { machine, durationSeconds } = result;
  const rows = result.figures.map((figure) => [
    figure.title,
    `${figure.value} ${figure.unit}`,
    target(figure),
    verdict(figure),
  ]);
  return [
    renderTable(["what", "median", "target", ""], rows),
    "",
    `${machine.processors} processors, ${Math.round(machine.memoryMb / 1024)} GiB, load ${machine.loadAverage} when it began; ${machine.system}`,
    `Docker ${machine.engine}, Terraform ${machine.terraform}, ${machine.providers} providers; ${Math.round(durationSeconds)} s in all`,
  ].join("\n");
}

function target({ target, unit }: Figure): string {
  return target === undefined ? "-" : `${target.bound} ${target.value} ${unit}`;
}

function verdict({ target }: Figure): string {
  if (target === undefined) return "";
  return target.isMet ? "met" : "MISSED";
}
