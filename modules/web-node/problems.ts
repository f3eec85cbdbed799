import { Failure } from "../failures/index.ts";
import type { WebNodeOptions } from "./options.ts";

/** One thing wrong with the site's files: where, and what was given, what is allowed, what to do. */
export interface WebNodeProblem {
  /** e.g. `["appFiles", 1]`. */
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Thrown by the renderers; the message names every problem at once. */
export class WebNodeOptionsError extends Failure {
  override readonly name = "WebNodeOptionsError";
  readonly problems: readonly WebNodeProblem[];

  constructor(problems: readonly WebNodeProblem[]) {
    const lines = problems.map(({ path, message }) => `${path.join(".")}: ${message}`);
    super("config-invalid", lines.join("\n"), { heading: "lampstand.config.ts, app:" });
    this.problems = problems;
  }
}

/** Every problem of the site's files, none if they are good. The config's own rules are checked where it is resolved. */
export function webNodeProblems({ appFiles, documentRoot }: WebNodeOptions): readonly WebNodeProblem[] {
  const problems: WebNodeProblem[] = [];
  const prefix = documentRoot === "" ? "" : `${documentRoot}/`;
  const isThere = appFiles.some(
    (file) =>
      (!("isFolder" in file) && file.path.startsWith(prefix)) ||
      // It may be a link, or below one.
      ("link" in file && `${documentRoot}/`.startsWith(`${file.path}/`)),
  );
  if (!isThere)
    problems.push({
      path: ["documentRoot"],
      message: `${shown(documentRoot)} given, but the app has no file there; name the folder that holds index.php`,
    });
  appFiles.forEach((file, index) => {
    const parts = file.path.split("/");
    if (file.path.includes("\0") || parts.some((part) => part === "" || part === "." || part === ".."))
      problems.push({
        path: ["appFiles", index],
        message: `path ${shown(file.path)} given; a relative path without . and ..; e.g. "public/index.php"`,
      });
  });
  return problems;
}

/** @throws WebNodeOptionsError naming every problem. */
export function assertWebNodeOptions(options: WebNodeOptions): void {
  const problems = webNodeProblems(options);
  if (problems.length > 0) throw new WebNodeOptionsError(problems);
}

function shown(text: string): string {
  return JSON.stringify(text);
}
