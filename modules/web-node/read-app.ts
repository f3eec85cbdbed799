import { lstatSync, readdirSync, readFileSync, realpathSync, type Stats, statSync } from "node:fs";
import { dirname, join, relative, sep } from "node:path";
import { isKeyFile, type ResolvedConfig } from "../config/index.ts";
import type { RecipeFile } from "../image/index.ts";
import {
  type AppEntry,
  isPrivate,
  type LeftOut,
  type LeftOutReason,
  type ListedApp,
  leftOutText,
  nameReason,
} from "./left-out.ts";

/**
 * Lists a site's folder as files of an image: every file, 0o755 if its owner may execute it and 0o644 if not, every empty
 * folder, and every link within the folder, sorted by path. No file is read.
 * @throws Error of node:fs if the folder can't be read.
 */
export function readApp(path: string, secretFiles: readonly string[] = []): RecipeFile[] {
  return listApp(path, secretFiles).entries.map(recipeFile);
}

/** An entry as a file of an image. */
export function recipeFile(entry: AppEntry): RecipeFile {
  switch (entry.kind) {
    case "folder":
      return { path: entry.path, isFolder: true };
    case "link":
      return { path: entry.path, link: entry.target };
    case "file":
      return { path: entry.path, source: entry.real, mode: entry.isExecutable ? 0o755 : 0o644 };
  }
}

/** What is in a site's folder, and what is left out and why. */
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
  walk(listing, root, "");
  const byPath = (a: { path: string }, b: { path: string }) =>
    a.path < b.path ? -1 : a.path > b.path ? 1 : 0;
  return { entries: listing.entries.sort(byPath), leftOut: listing.leftOut.sort(byPath) };
}

/** What is left out of a config's site, by name and with the reasons; undefined if nothing is. */
export function leftOutReport(config: ResolvedConfig): string | undefined {
  return leftOutText(config.app.path, listSite(config).leftOut);
}

/** What a deploy says of a config's site: how large it is, and what is left out of it. */
export function siteReport(config: ResolvedConfig): string {
  const { entries, leftOut } = listSite(config);
  const files = entries.filter((entry) => entry.kind === "file");
  const megabytes = files.reduce((sum, { bytes }) => sum + bytes, 0) / 1e6;
  const size = megabytes < 10 ? megabytes.toFixed(1) : megabytes.toFixed(0);
  const own = `Files of the site: ${files.length.toLocaleString("en")} (${size} MB)`;
  return [own, leftOutText(config.app.path, leftOut) ?? []].flat().join("\n");
}

/** A config's site without the private keys that it names. */
export function listSite(config: ResolvedConfig): ListedApp {
  return listApp(config.app.path, secretFilesOf(config));
}

/** The text of Apache's configuration that a config names; "" for none. */
export function readOwnApache({ web }: ResolvedConfig): string {
  return web.apache === undefined ? "" : readFileSync(web.apache, "utf8");
}

/** Private keys and secrets that a config names: wherever they are, they are no part of the site. */
export function secretFilesOf({ web, cloud, loadBalancer }: ResolvedConfig): readonly string[] {
  const keys = [cloud.certificate, loadBalancer.certificate].flatMap((each) => each?.privateKey ?? []);
  return [
    ...keys,
    ...Object.values(web.secrets),
    ...cloud.sshKeys.filter(isKeyFile).map((file) => file.replace(/\.pub$/, "")),
  ];
}

interface Listing {
  readonly root: string;
  readonly heedsModes: boolean;
  readonly secrets: ReadonlySet<string>;
  readonly entries: ListedApp["entries"][number][];
  readonly leftOut: LeftOut[];
}

/** @param folder its real path */
function walk(listing: Listing, folder: string, prefix: string): void {
  const names = readdirSync(folder, { encoding: "buffer" });
  if (names.length === 0 && prefix !== "") {
    listing.entries.push({ kind: "folder", path: prefix.slice(0, -1) });
    return;
  }
  const siblings = new Set(names.map(String));
  for (const bytes of names) {
    const name = bytes.toString();
    const isUtf8 = Buffer.from(name).equals(bytes);
    const path = `${prefix}${isUtf8 ? name : escaped(bytes)}`;
    const reason = isUtf8 ? (nameReason(name, siblings) ?? visit(listing, join(folder, name), path)) : "name";
    if (reason !== undefined) listing.leftOut.push({ path, reason });
  }
}

/** Lists what is at a place. @returns why it is left out, undefined if it isn't */
function visit(listing: Listing, place: string, path: string): LeftOutReason | undefined {
  const status = lstatSync(place);
  const reason = status.isSymbolicLink() ? linkReason(listing, place) : reasonOf(listing, place, status);
  if (reason !== undefined) return reason;
  if (status.isDirectory()) walk(listing, place, `${path}/`);
  else if (status.isSymbolicLink())
    // One that says where its target is on this machine would lead nowhere in a web node.
    listing.entries.push({
      kind: "link",
      path,
      target: relative(dirname(place), realpathSync(place)) || ".",
    });
  else
    listing.entries.push({
      kind: "file",
      path,
      real: place,
      isExecutable: (status.mode & 0o100) !== 0,
      version: `${status.size} ${status.mtimeMs} ${status.ctimeMs} ${status.ino}`,
      bytes: status.size,
      changedAtMs: Math.max(status.mtimeMs, status.ctimeMs),
    });
  return undefined;
}

/** Why a link is left out: it leads out of the folder or nowhere, or what it leads to is left out, by any part of its path. */
function linkReason(listing: Listing, place: string): LeftOutReason | undefined {
  const real = realPath(place);
  if (real === undefined || !`${real}${sep}`.startsWith(listing.root + sep)) return "link";
  const parts = relative(listing.root, real).split(sep);
  for (const [depth, part] of parts.entries()) {
    const folder = join(listing.root, ...parts.slice(0, depth));
    const reason = nameReason(part, new Set(readdirSync(folder)));
    if (reason !== undefined) return reason;
    if (listing.heedsModes && isPrivate(statSync(folder))) return "private";
  }
  return reasonOf(listing, real, statSync(real));
}

/** Why what is at a real path is left out, undefined if it isn't. */
function reasonOf(listing: Listing, real: string, status: Stats): LeftOutReason | undefined {
  if (listing.secrets.has(real)) return "project";
  if (!status.isFile() && !status.isDirectory()) return "kind";
  return listing.heedsModes && isPrivate(status) ? "private" : undefined;
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
