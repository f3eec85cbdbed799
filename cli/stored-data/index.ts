export {
  assertDataStays,
  assertMembersSuffice,
  type DataChoice,
  leavingText,
  volumesToDelete,
} from "./changes.ts";
export { dataLines, outOfUseText } from "./describe.ts";
export { type DatabaseSize, type DataSizes, measureData, type VolumeSize } from "./measure.ts";
export { confirmRemoval, questionText, unconfirmedText } from "./removal.ts";
export { unusedLines } from "./unused.ts";
