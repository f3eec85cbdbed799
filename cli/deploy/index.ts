export { type EngineObjects, type SeenContainer, seeEngineObjects } from "./engine.ts";
export { removeHalfWritten } from "./half-written.ts";
export { keptLines, readKeptLines } from "./kept-files.ts";
export { planRepair, type Repair, repairText } from "./leftovers.ts";
export { loadedLines, readLoadedLines } from "./loaded.ts";
export { namesOfObjects, type Ownership, sortUnrecorded } from "./ownership.ts";
export { assertPortsAreFree, type TakenPort, takenPorts } from "./ports.ts";
export { applyWithRepair, findLeftovers, findObjects, ownershipOf, removeWithRepair } from "./repair.ts";
export {
  type FailingContainer,
  failingContainers,
  type RestartCount,
  restartingContainer,
  restartingText,
} from "./restarts.ts";
export { assertSameSeries, membersOfOtherSeries } from "./series.ts";
export { loadFailureText, waitUntilServing } from "./serving.ts";
export { isTorn, restoreState, unfinishedContainers } from "./state.ts";
export { assertNameIsFree } from "./unmanaged.ts";
export { restartCounts, whileNoneRestarts } from "./watch-restarts.ts";
