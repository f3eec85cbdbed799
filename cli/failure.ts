import { ConfigError } from "../modules/config/index.ts";
import { SetupError } from "./setup/index.ts";

/** A failure that is told to the user in its own words, with the exit code that goes with it. */
export class CommandFailure extends Error {
  override readonly name = "CommandFailure";
  /** 1: the user can mend it. 3: something is broken. */
  readonly exitCode: 1 | 3;

  constructor(message: string, exitCode: 1 | 3) {
    super(message);
    this.exitCode = exitCode;
  }
}

/** How a failure is told; undefined for one that nobody foresaw, whose stack trace is needed. */
export function toldFailure(
  error: unknown,
): { readonly message: string; readonly exitCode: 1 | 3 } | undefined {
  if (error instanceof ConfigError) return { message: `lampstand.config.ts:\n${error.message}`, exitCode: 1 };
  if (error instanceof CommandFailure || error instanceof SetupError) return error;
  return undefined;
}
