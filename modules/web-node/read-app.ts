import { readdirSync, readFileSync, realpathSync, type Stats, statSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { isKeyFile, type ResolvedConfig } from "../config/index.ts";
import type { RecipeFile } from "../image/index.ts";
import {
  isPrivate,
  type LeftOut,
  type LeftOutReason,
  type ListedApp,
  leftOutText,
  nameReason,
} from "./left-out.ts";

/**
 * Reads a site's folder: every file with its bytes, 0o755 if its owner may execute it and 0o644 if not, and every empty
 * folder, sorted by path. Links within the folder become what they lead to.
 * @throws Error of node:fs if the folder can't be read.
 */
export function readApp(path: string, secretFiles: readonly string[] = []): RecipeFile[] {
  return listApp(path, secretFiles).entries.map((entry): RecipeFile => {
    if (entry.kind === "folder") return { path: entry.path, isFolder: true };
    return { path: entry.path, content: readFileSync(entry.real), mode: entry.isExecutable ? 0o755 : 0o644 };
  });
}

/** The same without reading a file: what `readApp` gives, and what it leaves out and why. */
export function listApp(path: string, secretFiles: readonly string[] = []): ListedApp {
  const root = realpathSync(path);
  const listing: Listing = {
    root,
    // A umask of 077 makes everything private, the folder itself included: then modes carry no information about a file.
    heedsModes: !isPrivate(statSync(root)),
    secrets: new Set(secretFiles.flatMap((file) => realPath(file) ?? [])),
    entries: [],
    leftOut: [],
  };
  walk(listing, root, "", []);
  const byPath = (a: { path: string }, b: { path: string }) =>
    a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
  return { entries: listing.entries.sort(byPath), leftOut: listing.leftOut.sort(byPath) };
}

/** What is left out of a config's site, by name and with the reasons; undefined if nothing is. */
export function leftOutReport(config: ResolvedConfig): string | undefined {
  const { path } = config.app;
  return leftOutText(path, listApp(path, secretFilesOf(config)).leftOut);
}

/** Private keys that a config names: wherever they are, they are no part of the site. */
export function secretFilesOf({ cloud }: ResolvedConfig): readonly string[] {
  const key = cloud.certificate === undefined ? [] : [cloud.certificate.privateKey];
  return [...key, ...cloud.sshKeys.filter(isKeyFile).map((file) => file.replace(/\.pub$/, ""))];
}

interface Listing {
  readonly root: string;
  readonly heedsModes: boolean;
  readonly secrets: ReadonlySet<string>;
  readonly entries: ListedApp["entries"][number][];
  readonly leftOut: LeftOut[];
}

/** `parents`: the real folders that lead here, so that a link to one of them ends there instead of looping. */
function walk(listing: Listing, folder: string, prefix: string, parents: readonly string[]): void {
  const names = readdirSync(folder, { encoding: "buffer" });
  if (names.length === 0 && prefix !== "") {
    listing.entries.push({ kind: "folder", path: prefix.slice(0, -1) });
    return;
  }
  const siblings = new Set(names.map(String));
  for (const bytes of names) {
    const name = bytes.toString();
    const path = `${prefix}${name}`;
    const leaveOut = (reason: LeftOutReason) => listing.leftOut.push({ path, reason });
    if (!Buffer.from(name).equals(bytes)) {
      listing.leftOut.push({ path: `${prefix}${escaped(bytes)}`, reason: "name" });
      continue;
    }
    const named = nameReason(name, siblings);
    const real = realPath(join(folder, name));
    if (named !== undefined) leaveOut(named);
    else if (real === undefined || !real.startsWith(listing.root + sep)) leaveOut("link");
    else {
      const status = statSync(real);
      const reason = reasonOf(listing, real, status, join(folder, name) !== real);
      if (reason !== undefined) leaveOut(reason);
      else if (status.isFile())
        listing.entries.push({ kind: "file", path, real, isExecutable: (status.mode & 0o100) !== 0 });
      else if (real === folder || parents.includes(real)) leaveOut("loop");
      else walk(listing, real, `${path}/`, [...parents, folder]);
    }
  }
}

/** Why what is at a real path is left out, undefined if it isn't. What a link leads to is judged by its whole path. */
function reasonOf(listing: Listing, real: string, status: Stats, isLink: boolean): LeftOutReason | undefined {
  if (listing.secrets.has(real)) return "project";
  if (!status.isFile() && !status.isDirectory()) return "kind";
  if (listing.heedsModes && isPrivate(status)) return "private";
  if (!isLink) return undefined;
  const parts = relative(listing.root, real).split(sep);
  for (const [depth, part] of parts.entries()) {
    const folder = join(listing.root, ...parts.slice(0, depth));
    const reason = nameReason(part, new Set(readdirSync(folder)));
    if (reason !== undefined) return reason;
    if (listing.heedsModes && isPrivate(statSync(folder))) return "private";
  }
  return undefined;
}

function realPath(path: string): string | undefined {
  try {
    return realpathSync(path);
  } catch {
    return undefined;
  }
}

/** A name that isn't UTF-8 as a shell's `ls` shows it: `caf\xe9.php`. */
function escaped(name: Buffer): string {
  return name
    .toString("latin1")
    .replace(/[^ -~]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16).padStart(2, "0")}`);
}
