import { Failure } from "../../modules/failures/index.ts";
import { type Disk, observeDisk } from "./observe.ts";

/**
 * What a deploy writes into the project: build contexts as large as the site (the default one: 0.2 MB), Terraform's
 * state (0.1 MB) and logs. A disk that fills up while Terraform writes its state would make it forget containers.
 */
export const leastFreeMb = 16;

/** @throws Failure naming the disk, when it has too little space for a deploy */
export async function assertDiskHasRoom(projectFolder: string): Promise<void> {
  const disk = await observeDisk(projectFolder);
  if (disk.freeMb < leastFreeMb) throw new Failure("disk-full", `${noRoomText(disk)}\n${makeRoomText(disk)}`);
}

function noRoomText({ path, mountPoint, freeMb }: Disk): string {
  return `The disk ${mountPoint}, which holds ${path}, is full: ${freeMb} MiB free; needed: ${leastFreeMb} MiB.`;
}

/** The message for a disk that ran full during a write; what was written is removed again. */
export function ranFullText({ path, mountPoint, freeMb }: Disk): string {
  return `The disk ${mountPoint}, which holds ${path}, ran full (${freeMb} MiB are free now).`;
}

/** The free space of each of these disks, a line each. */
export function roomText(disks: readonly Disk[]): string {
  return disks
    .map(({ path, mountPoint, freeMb }) => `  ${mountPoint} (${path}): ${freeMb} MiB free`)
    .join("\n");
}

/** What to do about it. */
export function makeRoomText({ mountPoint }: Disk): string {
  return `Free space there (\`du -xhd1 ${mountPoint}\` shows what takes it), then run this again.`;
}
