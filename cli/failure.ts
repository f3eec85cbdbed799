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
