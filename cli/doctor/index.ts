export { type Finding, judge } from "./findings.ts";
export type { Observations } from "./observations.ts";
export { observe } from "./observe.ts";
export { renderFindings } from "./render.ts";
