export { type Rehearsal, rehearse } from "./rehearse.ts";
export type { Step, StepId } from "./steps.ts";
