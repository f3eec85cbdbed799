import { createHash } from "node:crypto";
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { unzipSync } from "fflate";
import { programFolder } from "./program.ts";
import type { Release } from "./release.ts";

export interface Download {
  readonly release: Release;
  readonly projectFolder: string;
  /** Folder that is on the PATH under npx, where a link lets the cdktf CLI find Terraform too. */
  readonly linkFolder: string;
  /** Is given a line on how far it is, every few seconds. */
  readonly print: (line: string) => void;
}

/** A download that brings nothing for this long has failed. */
const stallMs = 30_000;
const printEveryMs = 3_000;
const bytesInMib = 1024 * 1024;

/**
 * Puts Terraform into the project's `.lampstand/bin`: whole and checked, or not at all.
 * @throws Error when it can't be fetched, or when it is not what was expected
 */
export async function fetchTerraform({ release, projectFolder, linkFolder, print }: Download): Promise<void> {
  const archive = await download(release.address, print);
  const sha256 = createHash("sha256").update(archive).digest("hex");
  if (sha256 !== release.sha256)
    throw new Error(
      `${release.address} has the SHA-256 checksum ${sha256}, but ${release.sha256} was expected; it was not installed`,
    );
  const { terraform } = unzipSync(archive, { filter: ({ name }) => name === "terraform" });
  if (terraform === undefined) throw new Error(`${release.address} holds no file named terraform`);
  const folder = programFolder(projectFolder);
  // Secrets are kept beside it, so the folder above is its owner's alone from the start.
  mkdirSync(join(projectFolder, ".lampstand"), { recursive: true, mode: 0o700 });
  mkdirSync(folder, { recursive: true });
  const partial = join(folder, `terraform.${process.pid}.partial`);
  try {
    writeFileSync(partial, terraform);
    chmodSync(partial, 0o755);
    renameSync(partial, join(folder, "terraform"));
  } finally {
    rmSync(partial, { force: true });
  }
  link(join(folder, "terraform"), linkFolder);
}

async function download(address: string, print: Download["print"]): Promise<Uint8Array> {
  const stalled = new AbortController();
  const timer = setTimeout(() => stalled.abort(new Error(`no data came for ${stallMs / 1000} s`)), stallMs);
  try {
    const response = await fetch(address, { signal: stalled.signal });
    if (!response.ok || response.body === null)
      throw new Error(`${address} was answered with ${response.status}`);
    const totalBytes = Number(response.headers.get("content-length") ?? 0);
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    let printedAtMs = performance.now();
    for await (const chunk of response.body) {
      timer.refresh();
      chunks.push(chunk);
      bytes += chunk.length;
      if (performance.now() - printedAtMs < printEveryMs) continue;
      printedAtMs = performance.now();
      print(`  ${mib(bytes)}${totalBytes > 0 ? ` of ${mib(totalBytes)}` : ""} ...`);
    }
    return Buffer.concat(chunks);
  } finally {
    clearTimeout(timer);
  }
}

function mib(bytes: number): string {
  return `${Math.round(bytes / bytesInMib)} MiB`;
}

/** Leaves alone what isn't a link of ours. */
function link(program: string, folder: string): void {
  const path = join(folder, "terraform");
  const present = lstatSync(path, { throwIfNoEntry: false });
  if (!existsSync(folder) || (present !== undefined && !present.isSymbolicLink())) return;
  rmSync(path, { force: true });
  symlinkSync(program, path);
}
