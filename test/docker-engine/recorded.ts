import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { type EngineTraits, parseTraits } from "../../modules/docker-engine/index.ts";

const answers = z.object({
  engines: z.record(z.string(), z.object({ version: z.looseObject({}), info: z.looseObject({}) })),
});
const { engines } = answers.parse(
  JSON.parse(readFileSync(join(import.meta.dirname, "recorded-answers.json"), "utf8")),
);

/** An engine's answers to /version and /info. @param changes of the latter, for an engine that wasn't at hand */
export function recordedAnswers(name: string, changes: object = {}): { version: object; info: object } {
  const recorded = engines[name];
  if (recorded === undefined) throw new Error(`${name} is not recorded: ${Object.keys(engines).join(", ")}`);
  return { version: recorded.version, info: { ...recorded.info, ...changes } };
}

export function recordedTraits(name: string, changes: object = {}): EngineTraits {
  const { version, info } = recordedAnswers(name, changes);
  return parseTraits(version, info);
}
