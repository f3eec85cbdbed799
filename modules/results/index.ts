export { type DeployResult, deployResultSchema, type Figure, type FigureId, figureIds } from "./deploy.ts";
export { type ResultKind, resultFile } from "./place.ts";
