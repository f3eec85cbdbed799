import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { engineMessage, followEvents, openLocalEngine } from "../../modules/docker-engine/index.ts";
import { Failure } from "../../modules/failures/index.ts";
import { findDebianMirror } from "./apt-sources.ts";
import { asRoot, runCommand } from "./commands.ts";
import { BASE_IMAGE } from "./engine.ts";
import { ownCertificates, trustCommands } from "./own-certificates.ts";

const RELEASE = "trixie";
/** debootstrap makes device files, which a /tmp that is mounted `nodev` (Debian 13's own is) does not take. */
const WORK_FOLDER = "/var/tmp";
const APT_FOLDER = "/etc/apt";

/** Makes the base image from Debian's own packages, for machines that reach those but no registry of images. */
export async function makeBaseImage(throughSudo: boolean): Promise<void> {
  const folder = mkdtempSync(join(WORK_FOLDER, "lampstand-base-"));
  // The image's own root has to be open to every user; the temporary folder is closed to all but this one.
  const root = join(folder, "root");
  try {
    const mirror = findDebianMirror(readAptSources(), readCodename());
    const bootstrap = ["debootstrap", "--variant=minbase", "--include=ca-certificates", RELEASE, root];
    await runCommand(asRoot([...bootstrap, ...(mirror === undefined ? [] : [mirror])], throughSudo));
    // Image builds take packages from that mirror too, and its certificate may be of a CA that only this machine knows.
    const trusted = mirror?.startsWith("https:") ? ownCertificates(process.env) : [];
    for (const command of trustCommands(root, trusted)) await runCommand(asRoot(command, throughSudo));
    await importFolder(root, throughSudo);
  } finally {
    await runCommand(asRoot(["rm", "-rf", "--one-file-system", folder], throughSudo));
  }
}

/** Makes a folder the base image. @throws Failure with the engine's or tar's words when that fails */
export async function importFolder(folder: string, throughSudo: boolean): Promise<void> {
  const [file = "", ...args] = asRoot(["tar", "--numeric-owner", "-C", folder, "-c", "."], throughSudo);
  const tar = spawn(file, args, { stdio: ["ignore", "pipe", "inherit"] });
  const ended = Promise.withResolvers<void>();
  tar.on("error", ended.reject);
  tar.on("close", (code) =>
    code === 0 ? ended.resolve() : ended.reject(new Error(`tar ended with exit code ${code}`)),
  );
  const docker = await openLocalEngine();
  const [repo, tag] = BASE_IMAGE.split(":");
  const imported = docker
    .importImage(tar.stdout, { repo, tag, changes: 'CMD ["bash"]' })
    .then((progress) => followEvents(progress));
  try {
    await Promise.all([ended.promise, imported]);
  } catch (error) {
    // An engine that has refused reads no further, and tar would wait for it.
    tar.stdout.destroy();
    throw new Failure(
      "base-image-import-failed",
      `${BASE_IMAGE} was made, but the Docker engine did not take it: ${engineMessage(error)}\n` +
        "Check that the engine runs and has free space (`docker info`, `docker system df`), then run this again.",
      { cause: error },
    );
  }
}

function readAptSources(): readonly string[] {
  const folder = join(APT_FOLDER, "sources.list.d");
  const names = existsSync(folder)
    ? readdirSync(folder).filter((name) => /\.(list|sources)$/.test(name))
    : [];
  const files = [join(APT_FOLDER, "sources.list"), ...names.map((name) => join(folder, name))];
  return files.filter((file) => existsSync(file)).map((file) => readFileSync(file, "utf8"));
}

function readCodename(): string {
  return /^VERSION_CODENAME="?([^"\n]*)/m.exec(readFileSync("/etc/os-release", "utf8"))?.[1] ?? "";
}
