/** A kind of failure that a user can meet. */
export interface FailureKind {
  /** A heading. */
  readonly title: string;
  /** What has happened, and what has not. */
  readonly meaning: string;
  /** What to do, in order of likelihood; commands are in backticks. */
  readonly remedies: readonly [string, ...string[]];
  /** 1: the user can fix it. 3: something is broken. */
  readonly exitCode: 1 | 3;
}
