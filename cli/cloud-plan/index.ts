export { type AccountFacts, readAccountFacts } from "./account-facts.ts";
export { type AccountObject, stackObjects } from "./account-objects.ts";
export { leftovers } from "./leftovers.ts";
export { accountProblem, accountProblems } from "./problems.ts";
export { replacedData } from "./replaced-data.ts";
export { type CloudPlan, isGood, planJson, planText } from "./report.ts";
export { planWarnings } from "./warnings.ts";
