import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { z } from "zod";
import { readJson } from "../../modules/json/index.ts";
import type { ProviderSource, ProvidersChoice } from "./machine.ts";
import { SetupError } from "./setup-error.ts";

const choiceSchema = z.object({ use: z.enum(["stand-in", "registry"]), because: z.string() });

/** Which providers set-up chose for this project and why; undefined when it has not (or its file is unreadable). */
export function readProvidersChoice(projectFolder: string): ProvidersChoice | undefined {
  // An unreadable choice is made again, which also repairs the file.
  return readJson(choiceFile(projectFolder), choiceSchema);
}

export function writeProvidersChoice(projectFolder: string, choice: ProvidersChoice): void {
  const file = choiceFile(projectFolder);
  // Secrets are kept in this folder too, so it is the owner's alone from the start.
  mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
  writeFileSync(file, `${JSON.stringify(choice, null, 2)}\n`);
}

/**
 * What LAMPSTAND_PROVIDERS asks for; undefined when it is unset or empty.
 *
 * @throws SetupError for any value but `stand-in` and `registry`.
 */
export function parseForcedProviders(value: string | undefined): ProviderSource | undefined {
  if (value === undefined || value === "") return undefined;
  if (value === "stand-in" || value === "registry") return value;
  throw new SetupError([
    {
      failure: "providers-unknown",
      missing: `a valid LAMPSTAND_PROVIDERS: "${value}" was given`,
      howToGet: 'Allowed are "stand-in" and "registry"; unset it to let set-up find out what can be reached.',
    },
  ]);
}

function choiceFile(projectFolder: string): string {
  return join(projectFolder, ".lampstand", "providers.json");
}
