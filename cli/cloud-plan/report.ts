import { type Problem, problemLine } from "../../modules/config/index.ts";
import type { CostEstimate } from "../../modules/cost/index.ts";
import type { CloudTopology, Failure } from "../../modules/topology/index.ts";
import { renderTable } from "../output/index.ts";
import type { AccountObject } from "./account-objects.ts";

/** All that a plan of the cloud stack reports. */
export interface CloudPlan {
  readonly topology: CloudTopology;
  readonly preset: string;
  readonly spofs: readonly Failure[];
  readonly cost: CostEstimate;
  /** Prices and limits are the account's own if it answered; otherwise there was no token, or one of the problems. */
  readonly account: "answered" | "not-asked" | "failed";
  readonly problems: readonly Problem[];
  readonly warnings: readonly string[];
  readonly leftovers: readonly AccountObject[];
  /** How many of the stack's objects are deployed; undefined where the account was not queried. */
  readonly deployed: number | undefined;
}

/** Whether the stack can be deployed as planned. */
export function isGood(plan: CloudPlan): boolean {
  return plan.problems.length === 0 && plan.leftovers.length === 0;
}

/** The plan for a person. */
export function planText(plan: CloudPlan): string {
  const { topology } = plan;
  return [
    `${topology.name} (preset ${plan.preset}) on DigitalOcean, region ${topology.region}`,
    "",
    componentTable(topology),
    "",
    costTable(plan.cost),
    "",
    list("Single points of failure that this config keeps", spofLines(plan.spofs)),
    list("Worth knowing", [...plan.warnings, accountLine(plan)]),
    list(
      "Left over in the account under this stack's names, unknown to Terraform's state",
      leftoverLines(plan),
    ),
    list("Problems", plan.problems.map(problemLine)),
    nextLine(plan),
  ]
    .filter((part) => part !== undefined)
    .join("\n");
}

/** The same for a program. */
export function planJson(plan: CloudPlan): object {
  const { topology, cost } = plan;
  return {
    stack: topology.name,
    target: topology.target,
    region: topology.region,
    components: topology.components
      .filter(({ role }) => role !== "client")
      .map(({ id, size }) => ({ id, size })),
    spofs: plan.spofs,
    cost,
    isAsked: plan.account === "answered",
    deployed: plan.deployed,
    warnings: plan.warnings,
    leftovers: plan.leftovers,
    problems: plan.problems,
  };
}

function componentTable({ groups, components }: CloudTopology): string {
  const rows = groups.map(({ role, members, mayFail }) => [
    role,
    String(members.length),
    components.find((component) => component.role === role)?.size ?? "-",
    mayFail === 0 ? "none" : String(mayFail),
  ]);
  return renderTable(["role", "count", "size", "may fail"], rows);
}

function costTable(cost: CostEstimate): string {
  const money = ({ min, max }: { readonly min: number; readonly max: number }) =>
    min === max ? `$${min.toFixed(2)}` : `$${min.toFixed(2)} to $${max.toFixed(2)}`;
  const rows = cost.lines.map(({ what, count, monthlyUsd }) => [
    what,
    count.min === count.max ? String(count.min) : `${count.min} to ${count.max}`,
    monthlyUsd === undefined ? "unknown" : money(monthlyUsd),
  ]);
  const total = ["in all", "", `${money(cost.monthlyUsd)}${cost.isComplete ? "" : " and what is unknown"}`];
  return renderTable(["cost a month", "count", "US dollars"], [...rows, total]);
}

function spofLines(spofs: readonly Failure[]): string[] {
  return spofs.map(({ lost, canRead, canWrite }) => {
    if (!canRead && !canWrite) return `${lost}: without it the site is down`;
    return `${lost}: without it nothing can be ${canRead ? "written" : "read"}`;
  });
}

function accountLine({ account, cost, deployed }: CloudPlan): string {
  if (account !== "answered") {
    const why =
      account === "failed"
        ? "The account could not be queried, see Problems"
        : "DIGITALOCEAN_TOKEN is not set, so the account was not queried";
    return `${why}: prices are the built-in list's of ${cost.priceDate}, and its limits are unknown.`;
  }
  const there =
    deployed === 0 ? "nothing of this stack is deployed" : `${deployed} objects of this stack are deployed`;
  return `The account was queried: ${there}. Droplets' prices are its own; the others are of ${cost.priceDate}.`;
}

function leftoverLines({ leftovers }: CloudPlan): string[] {
  return leftovers.map(
    ({ kind, name, id, costsMoney }) =>
      `${kind} ${name} (${id})${costsMoney ? ", which costs money" : ""}: remove it in the control panel, or import it with terraform import`,
  );
}

function list(title: string, lines: readonly string[]): string | undefined {
  if (lines.length === 0) return undefined;
  return [`${title}:`, ...lines.map((line) => `  - ${line}`), ""].join("\n");
}

function nextLine(plan: CloudPlan): string {
  if (!isGood(plan)) return "Nothing was created. Fix the above, then plan again.";
  return "Next: npm run rehearse shows it all in a simulated account; npx cdktf deploy cloud creates it.";
}
