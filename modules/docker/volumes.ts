import { createHash } from "node:crypto";
import { Volume } from "@cdktf/provider-docker/lib/volume/index.js";
import { TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { type DeployedVolume, recordId, type VolumePlan } from "../stored-data/index.ts";
import { TerraformData } from "../terraform/index.ts";
import { webNodePlaces } from "../web-node/index.ts";
import { labelsOf } from "./labels.ts";

/**
 * Adds the volumes that are wanted and those that are kept, each at the address at which the state has it. Terraform
 * refuses to delete any of them, unless the plan has it as deletable.
 *
 * @returns references to the names of the wanted ones, by name
 */
export function addVolumes(
  scope: Construct,
  plan: VolumePlan,
  projectId: string,
): Readonly<Record<string, string>> {
  const atName = new Map(plan.deployed.map(({ name, resourceName }) => [name, resourceName]));
  const occupied = new Set(plan.deployed.map(({ resourceName }) => resourceName));
  const references: Record<string, string> = {};
  for (const { id, name, stackName } of plan.wanted) {
    const volume = addVolume(scope, `volume-${id}`, { name, stackName }, plan, projectId);
    const resourceName = TerraformStack.of(scope).getLogicalId(volume);
    const known = atName.get(name);
    if (known !== undefined) volume.overrideLogicalId(known);
    // After the stack's name was changed, the address is that of the volume which was kept.
    else if (occupied.has(resourceName)) volume.overrideLogicalId(`${resourceName}_${shortHash(name)}`);
    references[name] = volume.name;
  }
  for (const kept of plan.kept)
    addVolume(scope, `kept-${kept.name}`, kept, plan, projectId).overrideLogicalId(kept.resourceName);
  new TerraformData(scope, recordId, { input: JSON.stringify(plan.record) });
  return references;
}

function addVolume(
  scope: Construct,
  id: string,
  { name, stackName }: Pick<DeployedVolume, "name" | "stackName">,
  { deletable }: VolumePlan,
  projectId: string,
): Volume {
  return new Volume(scope, id, {
    name,
    labels: labelsOf({ stackName, projectId }),
    // Volumes that were made before projects had ids keep the labels that they have: others would make them anew.
    lifecycle: { ignoreChanges: ["labels"], ...(deletable.has(name) ? {} : { preventDestroy: true }) },
  });
}

function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 8);
}

/** Names of volumes by the path at which they are mounted. */
export interface VolumeMounts {
  readonly web: Readonly<Record<string, string>>;
  /** By member. */
  readonly members: Readonly<Record<string, Readonly<Record<string, string>>>>;
}

export function volumeMounts(
  { wanted }: VolumePlan,
  references: Readonly<Record<string, string>>,
): VolumeMounts {
  const web: Record<string, string> = {};
  const members: Record<string, Record<string, string>> = {};
  for (const { name, content } of wanted) {
    const reference = references[name] ?? name;
    if (content.kind === "folder") web[`${webNodePlaces.app}/${content.folder}`] = reference;
    else members[content.memberId] = { "/var/lib/mysql": reference };
  }
  return { web, members };
}
