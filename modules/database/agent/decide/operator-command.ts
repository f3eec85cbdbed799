/**
 * force-bootstrap: found the group from this member and those that answer, without the members in `giveUp`.
 * discard-data: give up what this member alone holds and have it cloned from the group.
 */
export type OperatorCommand =
  | { readonly kind: "force-bootstrap"; readonly giveUp: readonly string[] }
  | { readonly kind: "discard-data" };

export interface GivenCommand {
  readonly command: OperatorCommand;
  /** Monotonic time. */
  readonly givenAtMs: number;
}

const VALID_FOR_MS = 60_000;

/** The command while it is valid. */
export function validCommand(given: GivenCommand | undefined, nowMs: number): OperatorCommand | undefined {
  return given !== undefined && nowMs - given.givenAtMs < VALID_FOR_MS ? given.command : undefined;
}

/** @throws Error if it is no command */
export function parseCommand(given: unknown): OperatorCommand {
  if (typeof given === "object" && given !== null && "kind" in given) {
    if (given.kind === "discard-data") return { kind: "discard-data" };
    if (given.kind === "force-bootstrap" && "giveUp" in given && Array.isArray(given.giveUp))
      return { kind: "force-bootstrap", giveUp: given.giveUp.map(String) };
  }
  throw new Error("no command of an operator: there are force-bootstrap and discard-data");
}
