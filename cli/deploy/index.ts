export { type EngineObjects, seeEngineObjects } from "./engine.ts";
export { type FailingContainer, failingContainers } from "./failing.ts";
export { askLoadedLines, loadedLines } from "./loaded.ts";
export { refuseTakenPorts, type TakenPort, takenPorts } from "./ports.ts";
export { type RestartCount, restartingContainer, restartingText } from "./restarts.ts";
export { membersOfOtherSeries, refuseOtherSeries } from "./series.ts";
export { loadFailureText, waitUntilServing } from "./serving.ts";
export { idsInState, refuseStrangers, strangersAmong, strangersOf } from "./strangers.ts";
export { whileNoneRestarts } from "./watch-restarts.ts";
