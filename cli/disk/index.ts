export { type Disk, observeDisk } from "./observe.ts";
export { leastFreeMb, makeRoomText, ranFullText, refuseFullDisk, roomText } from "./refuse.ts";
