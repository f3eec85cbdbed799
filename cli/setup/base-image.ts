import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type Docker from "dockerode";
import { openLocalEngine } from "../../modules/docker-engine/index.ts";
import { findDebianMirror } from "./apt-sources.ts";
import { asRoot, runCommand } from "./commands.ts";
import { BASE_IMAGE } from "./engine.ts";

const PULL_TIMEOUT_MS = 30_000;
const RELEASE = "trixie";
/** debootstrap makes device files, which a /tmp that is mounted `nodev` (Debian 13's own is) does not take. */
const WORK_FOLDER = "/var/tmp";
const APT_FOLDER = "/etc/apt";

/** Pulls the base image. @throws Error when it is not here after 30 s: then the registry can't be reached. */
export async function pullBaseImage(): Promise<void> {
  const docker = await openLocalEngine();
  const abortSignal = AbortSignal.timeout(PULL_TIMEOUT_MS);
  const progress: NodeJS.ReadableStream = await docker.pull(BASE_IMAGE, { abortSignal });
  await followToEnd(docker, progress);
}

/** Makes the base image from Debian's own packages, for machines that reach those but no registry of images. */
export async function makeBaseImage(throughSudo: boolean): Promise<void> {
  const folder = mkdtempSync(join(WORK_FOLDER, "lampstand-base-"));
  // The image's own root has to be open to every user; the temporary folder is closed to all but this one.
  const root = join(folder, "root");
  try {
    const mirror = findDebianMirror(readAptSources(), readCodename());
    const bootstrap = ["debootstrap", "--variant=minbase", "--include=ca-certificates", RELEASE, root];
    await runCommand(asRoot([...bootstrap, ...(mirror === undefined ? [] : [mirror])], throughSudo));
    await importFolder(root, throughSudo);
  } finally {
    await runCommand(asRoot(["rm", "-rf", "--one-file-system", folder], throughSudo));
  }
}

async function importFolder(folder: string, throughSudo: boolean): Promise<void> {
  const [file = "", ...args] = asRoot(["tar", "--numeric-owner", "-C", folder, "-c", "."], throughSudo);
  const tar = spawn(file, args, { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise<void>((resolve, reject) => {
    tar.on("error", reject);
    tar.on("close", (code) =>
      code === 0 ? resolve() : reject(new Error(`tar ended with exit code ${code}`)),
    );
  });
  const docker = await openLocalEngine();
  const [repo, tag] = BASE_IMAGE.split(":");
  const imported = docker
    .importImage(tar.stdout, { repo, tag, changes: 'CMD ["bash"]' })
    .then((progress) => followToEnd(docker, progress));
  await Promise.all([ended, imported]);
}

function followToEnd(docker: Docker, progress: NodeJS.ReadableStream): Promise<void> {
  return new Promise((resolve, reject) => {
    docker.modem.followProgress(progress, (error) => (error ? reject(error) : resolve()));
  });
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
