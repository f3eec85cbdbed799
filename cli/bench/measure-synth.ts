import { maxWebNodes } from "../../modules/config/index.ts";
import type { BenchProject } from "./bench-project.ts";
import { timed } from "./run-program.ts";

const synthRuns = 7;

export interface SynthTimes {
  readonly two: readonly number[];
  readonly many: readonly number[];
}

/** Seconds of synths with two web nodes and with the most, by turns. What only the first run of a project does is left out. */
export async function measureSynth(project: BenchProject): Promise<SynthTimes> {
  const two: number[] = [];
  const many: number[] = [];
  await project.synthesize();
  for (let run = 0; run < synthRuns; run++) {
    two.push((await timed(() => project.synthesize())).seconds);
    project.configure(maxWebNodes);
    many.push((await timed(() => project.synthesize())).seconds);
    project.configure(2);
  }
  await project.synthesize();
  return { two, many };
}
