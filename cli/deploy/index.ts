export { type EngineObjects, seeEngineObjects } from "./engine.ts";
export { refuseTakenPorts, type TakenPort, takenPorts } from "./ports.ts";
export { loadFailureText, waitUntilServing } from "./serving.ts";
export { idsInState, refuseStrangers, strangersAmong, strangersOf } from "./strangers.ts";
