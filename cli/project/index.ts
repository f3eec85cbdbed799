export { openProject, type Project, stateFileOf } from "./open.ts";
