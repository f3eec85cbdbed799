import { statSync } from "node:fs";
import { gzipSync } from "node:zlib";
import { type Problem, problemLine } from "../config/index.ts";
import { Failure } from "../failures/index.ts";
import { fileBytes, type RecipeFile } from "../image/index.ts";
import type { AppSource } from "./droplet.ts";

/** Files named in the message. */
const shownFiles = 3;

/** The site doesn't fit into a droplet's user data: what takes the space, and what to do. */
export class UserDataTooLargeError extends Failure {
  override readonly name = "UserDataTooLargeError";
  readonly problem: Problem;

  /** @param bytes of the user data, or of the site's files before they are compressed */
  constructor(bytes: number, limitBytes: number, app: AppSource, isCompressed = true) {
    const problem = {
      path: "app.path",
      given: isCompressed
        ? `a web droplet's user data would have ${bytes} bytes, compressed${largest(app, (file) => gzipSync(fileBytes(file)).length)}`
        : `a web droplet's user data would hold ${bytes} bytes of files${largest(app, fileSize)}`,
      allowed: `DigitalOcean's ${limitBytes}`,
      hint:
        app.kind === "inlined"
          ? "let droplets fetch the site: app.git { url, ref } or app.archive { url, sha256 }"
          : "make web.phpIni, web.environment or the SQL of database.init smaller",
    };
    super("app-too-large", problemLine(problem), { heading: "lampstand.config.ts, on the cloud:" });
    this.problem = problem;
  }
}

/**
 * Above this a site isn't compressed to find out whether it fits: a hundredth of that would be needed, and a site of the size
 * of MediaWiki's takes half a minute.
 */
const compressibleBytes = 8 * 1_048_576;

/** @throws UserDataTooLargeError for a site that is beyond any compression */
export function assertCompressible(app: AppSource, limitBytes: number): void {
  if (app.kind !== "inlined") return;
  const bytes = app.files.reduce((sum, file) => sum + fileSize(file), 0);
  if (bytes > compressibleBytes) throw new UserDataTooLargeError(bytes, limitBytes, app, false);
}

function fileSize(file: RecipeFile): number {
  return "source" in file ? statSync(file.source).size : fileBytes(file).length;
}

function largest(app: AppSource, bytesOf: (file: RecipeFile) => number): string {
  if (app.kind !== "inlined") return "";
  const files = app.files
    .map((file) => ({ path: file.path, bytes: bytesOf(file) }))
    .sort((a, b) => b.bytes - a.bytes)
    .slice(0, shownFiles);
  return `; largest are ${files.map(({ path, bytes }) => `${path} (${bytes})`).join(", ")}`;
}
