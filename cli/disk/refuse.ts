import { Failure } from "../../modules/failures/index.ts";
import { type Disk, observeDisk } from "./observe.ts";

/**
 * What a deploy writes into the project: build contexts as large as the site (the default one: 0.2 MB), Terraform's
 * state (0.1 MB) and logs. A disk that fills up while Terraform writes its state would make it forget containers.
 */
export const leastFreeMb = 16;

/** @throws Failure naming the disk, when a deploy has no room on it */
export async function refuseFullDisk(projectFolder: string): Promise<void> {
  const disk = await observeDisk(projectFolder);
  if (disk.freeMb < leastFreeMb) throw new Failure("disk-full", fullDiskText(disk));
}

/** What is told of a disk without room. */
export function fullDiskText({ path, mountPoint, freeMb }: Disk): string {
  return [
    `No room on the disk ${mountPoint}, which holds ${path}: ${freeMb} MiB free; needed: ${leastFreeMb} MiB.`,
    `Make room there (\`du -xhd1 ${mountPoint}\` shows what takes it), then run this again.`,
  ].join("\n");
}
