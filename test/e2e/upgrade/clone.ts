import { execFile } from "node:child_process";
import { existsSync, readFileSync, rmSync, symlinkSync } from "node:fs";
import { cp, mkdir, rm } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { promisify } from "node:util";

const run = promisify(execFile);
const repo = resolve(import.meta.dirname, "../../..");

/** Programs that the commands don't need: a change to one requires no installation. */
const imported = [
  ...["dockerode", "mysql2", "selfsigned", "zod", "cdktf", "constructs", "@cdktf/provider-docker"],
  ...["@cdktf/provider-digitalocean", "@grpc/grpc-js", "@msgpack/msgpack"],
];

/**
 * Puts the code of a commit into a folder, ready to run: `git clone`, `git checkout` and `npm ci` of a user.
 *
 * @throws Error saying how to get the commit, where this repository lacks it
 */
export async function checkOut(commit: string, folder: string): Promise<void> {
  try {
    await git("cat-file", "-e", `${commit}^{commit}`);
  } catch {
    const isShallow = (await git("rev-parse", "--is-shallow-repository")).trim() === "true";
    throw new Error(
      `This repository lacks the commit ${commit}, whose stacks are to be upgraded. ` +
        (isShallow ? "It is a shallow clone: `git fetch --unshallow`." : "Get it with `git fetch origin`."),
    );
  }
  const archive = join(folder, "code.tar");
  await git("archive", "--output", archive, commit);
  await run("tar", ["-xf", archive, "-C", folder]);
  rmSync(archive);
  await installPackages(folder);
}

/**
 * Replaces the code of a commit by that of this working tree, edits included: a user's `git pull`. Nothing in it holds
 * up the process, whose load is running: the packages alone took ten seconds to remove.
 */
export async function pull(commit: string, folder: string): Promise<void> {
  const before = await git("ls-tree", "-r", "-z", "--name-only", commit);
  const now = await git("ls-files", "-z", "--cached", "--others", "--exclude-standard");
  for (const path of before.split("\0").filter(Boolean))
    if (path !== "lampstand.config.ts") await rm(join(folder, path), { force: true });
  for (const path of now.split("\0").filter(Boolean)) {
    // Where packages are linked and no folder, git lists the link.
    if (["lampstand.config.ts", "node_modules"].includes(path) || !existsSync(join(repo, path))) continue;
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await cp(join(repo, path), join(folder, path), { verbatimSymlinks: true });
  }
  await rm(join(folder, "node_modules"), { recursive: true, force: true });
  symlinkSync(join(repo, "node_modules"), join(folder, "node_modules"));
}

/** The packages that are here already, where they are the same: an installation takes a minute. */
async function installPackages(folder: string): Promise<void> {
  if (imported.every((name) => versionIn(folder, name) === versionIn(repo, name)))
    symlinkSync(join(repo, "node_modules"), join(folder, "node_modules"));
  else await run("npm", ["ci", "--no-audit", "--no-fund", "--loglevel=error"], { cwd: folder });
}

function versionIn(folder: string, name: string): string | undefined {
  const manifest: { readonly packages: Readonly<Record<string, { readonly version?: string } | undefined>> } =
    JSON.parse(readFileSync(join(folder, "package-lock.json"), "utf8"));
  return manifest.packages[`node_modules/${name}`]?.version;
}

async function git(...args: readonly string[]): Promise<string> {
  const { stdout } = await run("git", ["-C", repo, ...args], { maxBuffer: 64 * 1024 * 1024 });
  return stdout;
}
