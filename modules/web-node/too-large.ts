import { gzipSync } from "node:zlib";
import { type Problem, problemLine } from "../config/index.ts";
import { Failure } from "../failures/index.ts";
import { fileBytes } from "../image/index.ts";
import type { AppSource } from "./droplet.ts";

/** Files named in the message. */
const shownFiles = 3;

/** The site doesn't fit into a droplet's user data: what takes the space, and what to do. */
export class UserDataTooLargeError extends Failure {
  override readonly name = "UserDataTooLargeError";
  readonly problem: Problem;

  constructor(bytes: number, limitBytes: number, app: AppSource) {
    const problem = {
      path: "app.path",
      given: `a web droplet's user data would have ${bytes} bytes, compressed${largest(app)}`,
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

function largest(app: AppSource): string {
  if (app.kind !== "inlined") return "";
  const files = app.files
    .map((file) => ({ path: file.path, bytes: gzipSync(fileBytes(file)).length }))
    .sort((a, b) => b.bytes - a.bytes)
    .slice(0, shownFiles);
  return `; largest are ${files.map(({ path, bytes }) => `${path} (${bytes})`).join(", ")}`;
}
