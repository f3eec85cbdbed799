import {
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readlinkSync,
  rmSync,
  statSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { docker } from "../../support/docker.ts";

/**
 * Fetches packages of Debian 13 and unpacks them without installing any, in a container of the stack's base image: there
 * apt checks them against Debian's keys, from the mirror that images are built with.
 *
 * @returns the folder that stands for the system's root
 */
export async function fetchPackages(names: readonly string[]): Promise<string> {
  const folder = mkdtempSync(join(tmpdir(), "lampstand-packages-"));
  const script = [
    "set -eu",
    "apt-get update -qq",
    "cd /tmp",
    `apt-get download -qq ${names.join(" ")}`,
    "for package in *.deb; do dpkg --extract $package /unpacked/root; done",
    // The folder's owner copies and removes what root has unpacked.
    `chown -R ${statSync(folder).uid} /unpacked/root`,
  ].join("; ");
  await docker("run", "--rm", "--volume", `${folder}:/unpacked`, "debian:13", "sh", "-c", script);
  return join(folder, "root");
}

/** Removes what `fetchPackages` has made. */
export function removePackages(root: string): void {
  rmSync(resolve(root, ".."), { recursive: true, force: true });
}

/** Copies a folder of a package; a link, which leads into the system's root, becomes what it leads to. */
export function copyFolder(root: string, from: string, to: string): void {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) {
    const source = realPath(root, join(from, name));
    if (source === undefined) continue;
    if (lstatSync(source).isDirectory()) copyFolder(root, source, join(to, name));
    else copyFileSync(source, join(to, name));
  }
}

function realPath(root: string, path: string): string | undefined {
  if (!existsSync(path) && !isLink(path)) return undefined;
  if (!isLink(path)) return path;
  const target = readlinkSync(path);
  return realPath(root, target.startsWith("/") ? join(root, target) : resolve(path, "..", target));
}

function isLink(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isSymbolicLink() === true;
}
