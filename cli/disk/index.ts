export { type Disk, observeDisk } from "./observe.ts";
export { assertDiskHasRoom, leastFreeMb, makeRoomText, ranFullText, roomText } from "./room.ts";
