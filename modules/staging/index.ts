export { stageFile, stageFolder } from "./stage.ts";
