import { cpSync, mkdirSync, readdirSync, symlinkSync } from "node:fs";
import { basename, join, resolve } from "node:path";

const repo = resolve(import.meta.dirname, "../..");
/** What a clone doesn't hold. */
const notCloned = /^(node_modules|\.git|\.lampstand|cdktf\.out|dist|.*\.tfstate.*)$/;

/**
 * Puts the code of this working tree into a folder, ready for `npm run COMMAND`: as after a user's `git clone` and the
 * installation of packages. Those are links to this working tree's, or copies for a user who can't read these.
 */
export function clone(folder: string, areLinked: boolean): void {
  cpSync(repo, folder, {
    recursive: true,
    filter: (path) => path === repo || !notCloned.test(basename(path)),
  });
  const packages = join(folder, "node_modules");
  if (areLinked) linkPackages(packages);
  else cpSync(join(repo, "node_modules"), packages, { recursive: true, verbatimSymlinks: true });
}

function linkPackages(packages: string): void {
  mkdirSync(packages);
  for (const name of readdirSync(join(repo, "node_modules")))
    symlinkSync(join(repo, "node_modules", name), join(packages, name));
}
