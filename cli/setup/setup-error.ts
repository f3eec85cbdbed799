import type { Problem } from "./plan.ts";

/** This machine can't be set up; the message names everything that is missing and how to get it. Exit code 1. */
export class SetupError extends Error {
  readonly exitCode = 1;

  constructor(problems: readonly Problem[], options?: ErrorOptions) {
    const lines = problems.map(({ missing, howToGet }) => `  Missing: ${missing}\n    ${howToGet}`);
    super(["This machine is not set up yet.", ...lines].join("\n"), options);
    this.name = "SetupError";
  }
}
