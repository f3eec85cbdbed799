/** What the documentation has of a kind of failure. */
export interface FailureText {
  /** A heading. */
  readonly title: string;
  /** What has happened, and what has not. */
  readonly meaning: string;
  /** What to do, in order of likelihood; commands are in backticks. */
  readonly remedies: readonly [string, ...string[]];
}
