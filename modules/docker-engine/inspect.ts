import { findLocalEngine } from "./find.ts";
import { type EngineFit, fitEngine, plainFit } from "./fit.ts";
import { readTraits } from "./traits.ts";

const ANSWER_TIMEOUT_MS = 5_000;

/**
 * How a stack runs on this machine's engine. While none answers, as on a machine that only synthesizes, it is taken for
 * one that needs nothing special.
 *
 * @throws {UnusableEngineError} if it can't, with what to change
 */
export async function fitLocalEngine(): Promise<EngineFit> {
  const endpoint = findLocalEngine();
  const traits = await readTraits(endpoint, ANSWER_TIMEOUT_MS).catch(() => undefined);
  return traits === undefined ? plainFit : fitEngine(traits);
}
