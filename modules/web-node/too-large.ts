import { gzipSync } from "node:zlib";
import { fileBytes } from "../image/index.ts";
import type { AppSource } from "./droplet.ts";

/** Files named in the message. */
const shownFiles = 3;

/** The site doesn't fit into a droplet's user data; the message says what takes the room and what to do. */
export class UserDataTooLargeError extends Error {
  override readonly name = "UserDataTooLargeError";

  constructor(bytes: number, limitBytes: number, app: AppSource) {
    super(
      `the user data of a web droplet would have ${bytes} bytes, compressed; DigitalOcean allows ${limitBytes}. ` +
        (app.kind === "inlined"
          ? adviceFor(app.files)
          : "Make phpIni, environment or the database's init SQL smaller."),
    );
  }
}

function adviceFor(files: (AppSource & { kind: "inlined" })["files"]): string {
  const largest = files
    .map((file) => ({ path: file.path, bytes: gzipSync(fileBytes(file)).length }))
    .sort((a, b) => b.bytes - a.bytes)
    .slice(0, shownFiles)
    .map(({ path, bytes }) => `${path} (${bytes})`);
  return (
    `The app takes most of it; largest, in compressed bytes: ${largest.join(", ")}. Let droplets fetch it instead: ` +
    "app.git { url, ref } or app.archive { url, sha256 } in lampstand.config.ts."
  );
}
