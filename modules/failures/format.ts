import type { FailureId } from "./exit-codes.ts";
import { Failure } from "./failure.ts";
import { wrapLines } from "./wrap.ts";

/** Path of the page of the documentation that has an anchor for each kind of failure. */
export const troubleshootingPath = "/guides/troubleshooting/";

/** The width of a terminal where nobody has changed it. */
const LINE_CHARACTERS = 80;

/** What a failed command prints and the exit code that goes with it; an unforeseen error keeps its stack trace. */
export function formatFailure(error: unknown): { readonly text: string; readonly exitCode: 1 | 3 } {
  if (!(error instanceof Failure))
    return { text: error instanceof Error ? (error.stack ?? error.message) : String(error), exitCode: 3 };
  const heading = error.heading === undefined ? [] : [error.heading];
  const message = wrapLines(error.message, LINE_CHARACTERS);
  return {
    text: [...heading, message, "", ...error.ids.map(docsLink)].join("\n"),
    exitCode: error.exitCode,
  };
}

/** Where to read on about a kind of failure. */
export function docsLink(id: FailureId): string {
  return `More: npm run docs, then ${troubleshootingPath}#${id}`;
}
