import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { statfs } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import { promisify } from "node:util";

/** The disk that a path is on. */
export interface Disk {
  readonly path: string;
  /** Where it is mounted; the path itself where that can't be found out. */
  readonly mountPoint: string;
  /** What a user who isn't root may still write. */
  readonly freeMb: number;
}

const bytesInMb = 1024 * 1024;
const run = promisify(execFile);

/** The disk of a file or folder, or of the nearest folder above it that is there. */
export async function observeDisk(path: string): Promise<Disk> {
  const there = nearestThere(resolve(path));
  const { bavail, bsize } = await statfs(there);
  return {
    path,
    mountPoint: await mountPointOf(there),
    freeMb: Math.floor((bavail * bsize) / bytesInMb),
  };
}

function nearestThere(path: string): string {
  return existsSync(path) || path === dirname(path) ? path : nearestThere(dirname(path));
}

async function mountPointOf(path: string): Promise<string> {
  try {
    const { stdout } = await run("df", ["-P", "--", path]);
    // POSIX: a heading, then five columns without spaces before the mount point, which may have some.
    return /^(?:\S+\s+){5}(.+)$/.exec(stdout.trim().split("\n")[1] ?? "")?.[1] ?? path;
  } catch {
    return path;
  }
}
