import { Failure } from "../../modules/failures/index.ts";
import type { Problem } from "./plan.ts";

/** This machine can't be set up; the message names everything that is missing and how to get it. */
export class SetupError extends Failure {
  override readonly name = "SetupError";

  constructor(problems: readonly Problem[], options?: ErrorOptions) {
    const lines = problems.map(({ missing, howToGet }) => `  Missing: ${missing}\n    ${howToGet}`);
    super(
      problems.map(({ failure }) => failure),
      ["This machine is not set up yet.", ...lines].join("\n"),
      options,
    );
  }
}
