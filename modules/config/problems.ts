import { Failure, type FailureId } from "../failures/index.ts";

/** One thing that is wrong in a config. */
export interface Problem {
  /** Where, e.g. `web.nodes`. */
  readonly path: string;
  /** What was found there, e.g. `got "two"`. */
  readonly given: string;
  /** What may be there. */
  readonly allowed: string;
  /** What to write instead, e.g. `for example 2`. */
  readonly hint: string;
  /** @default "config-invalid" */
  readonly failure?: FailureId;
}

/** A config that can't be used; `message` has a line for every problem in it. */
export class ConfigError extends Failure {
  override readonly name = "ConfigError";
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[], options?: ErrorOptions) {
    super(
      problems.map(({ failure }) => failure ?? "config-invalid"),
      problems.map(problemLine).join("\n"),
      { ...options, heading: "lampstand.config.ts:" },
    );
    this.problems = problems;
  }
}

/** `path: what was given; what is allowed; what to write instead` */
export function problemLine(problem: Problem): string {
  return `${problem.path}: ${problem.given}; allowed: ${problem.allowed}; ${problem.hint}`;
}
