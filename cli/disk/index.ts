export { type Disk, observeDisk } from "./observe.ts";
export { fullDiskText, leastFreeMb, refuseFullDisk } from "./refuse.ts";
