export { setMode, stageFile, stageFolder } from "./stage.ts";
