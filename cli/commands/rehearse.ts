import { join } from "node:path";
import { loadConfig } from "../../modules/config/index.ts";
import { stageSite } from "../../modules/digitalocean/index.ts";
import { createPrinter, renderTable } from "../output/index.ts";
import { rehearse as play, type Rehearsal } from "../rehearsal/index.ts";

/** Rehearses the cloud stack against the simulator. @returns the exit code: 0 all went well, 2 something did not. */
export async function rehearse(
  projectFolder: string,
  { isJson, isVerbose }: { readonly isJson: boolean; readonly isVerbose: boolean },
): Promise<number> {
  const print = createPrinter();
  const config = await loadConfig(join(projectFolder, "lampstand.config.ts"));
  print(`Rehearsing ${config.name} (preset ${config.preset}) against DigitalOcean's API, simulated here ...`);
  const rehearsal = await play({
    projectFolder,
    config,
    site: stageSite(config),
    onStep: ({ title, seconds, seen }) => print(`  ${title}: ${seconds.toFixed(1)} s, ${seen}`),
    onLine: (line) => {
      if (isVerbose) print(line);
    },
  });
  console.log(isJson ? JSON.stringify({ stack: config.name, ...rehearsal }) : reportText(rehearsal));
  return rehearsal.steps.every(({ isGood }) => isGood) ? 0 : 2;
}

/** The steps as a table, and what the rehearsal doesn't show. */
export function reportText({ steps, requests }: Rehearsal): string {
  const rows = steps.map(({ title, seconds, seen, isGood }) => [
    isGood ? "PASS" : "FAIL",
    title,
    `${seconds.toFixed(1)} s`,
    seen,
  ]);
  return [
    "",
    renderTable(["", "step", "time", "seen"], rows),
    "",
    `${requests} requests to the simulated account, each checked by DigitalOcean's OpenAPI document.`,
    "Simulated: no server was started, and nothing was paid. What a droplet does at its first boot is not in here.",
  ].join("\n");
}
