export { benchDeploy } from "./deploy-bench.ts";
export { renderReport } from "./report.ts";
