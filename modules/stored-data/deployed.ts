import { z } from "zod";
import { parseJson } from "../json/index.ts";
import { readState, type StateObject } from "../terraform/index.ts";
import { webNodePlaces } from "../web-node/index.ts";

/** What a volume holds: a writable folder of the site, or a member's copy of the database. */
export type VolumeContent =
  | { readonly kind: "folder"; readonly folder: string }
  | { readonly kind: "member"; readonly memberId: string };

/** A volume that a Terraform state knows. */
export interface DeployedVolume {
  /** Its name in Terraform, as in `docker_volume.NAME`. */
  readonly resourceName: string;
  readonly name: string;
  readonly stackName: string;
  readonly content: VolumeContent;
  /** True where a folder's path isn't known: `content` has what its volume is called by, e.g. `a-b` for `a/b`. */
  readonly isGuess: boolean;
  /** True while a container of the state mounts it. */
  readonly isMounted: boolean;
}

/** Database and user that a stack's members were started with. */
export interface DatabaseAccount {
  readonly name: string;
  readonly user: string;
}

/** What a Terraform state of the local stack has of stored data. */
export interface DeployedData {
  readonly volumes: readonly DeployedVolume[];
  /** Of each stack in the state that has containers. */
  readonly stackNames: readonly string[];
  /** By stack name. */
  readonly databases: Readonly<Record<string, DatabaseAccount>>;
}

export const nothingDeployed: DeployedData = { volumes: [], stackNames: [], databases: {} };

/** What {@link storageRecord} leaves in the state: it outlives the containers, which have the same while they exist. */
const recordSchema = z.object({
  databases: z.record(z.string(), z.object({ name: z.string(), user: z.string() })),
  folders: z.record(z.string(), z.string()),
});
export type StorageRecord = z.infer<typeof recordSchema>;

/** Terraform's id of the resource that holds the record ends with this, and a hash. */
export const recordId = "stored-data";

const labels = z.array(z.object({ label: z.string(), value: z.string() })).nullish();
const volumeSchema = z.object({ name: z.string(), labels });
const containerSchema = z.object({
  labels,
  env: z.array(z.string()).nullish(),
  mounts: z.array(z.object({ type: z.string(), source: z.string().nullish(), target: z.string() })).nullish(),
});
const recordAttributes = z.object({ input: z.object({ value: z.string() }).or(z.string()) });

/** What a state file, which need not exist, has of stored data. @throws Failure where it isn't a state */
export function readDeployedData(stateFile: string): DeployedData {
  return deployedDataIn(readState(stateFile));
}

/** What the objects of a state are in terms of stored data; another kind of object is left out. */
export function deployedDataIn(objects: readonly StateObject[]): DeployedData {
  const instancesOf = (type: string) => objects.filter((object) => object.isManaged && object.type === type);
  const containers = instancesOf("docker_container").flatMap(
    ({ attributes }) => containerSchema.safeParse(attributes).data ?? [],
  );
  const record = instancesOf("terraform_data")
    .filter(({ name }) => name.includes(recordId))
    .map(({ attributes }) => readRecord(attributes))
    .find((read) => read !== undefined);
  const mounts = containers.flatMap((container) => container.mounts ?? []);
  const volumes = instancesOf("docker_volume").flatMap(({ name: resourceName, attributes }) => {
    const { data: volume } = volumeSchema.safeParse(attributes);
    const stackName = labelOf(volume, "lampstand.stack");
    if (volume === undefined || stackName === undefined) return [];
    const mount = mounts.find(({ type, source }) => type === "volume" && source === volume.name);
    const found = contentOf(volume.name, stackName, mount?.target, record?.folders[volume.name]);
    return [{ resourceName, name: volume.name, stackName, ...found, isMounted: mount !== undefined }];
  });
  const running = containers.flatMap((container) => {
    const stackName = labelOf(container, "lampstand.stack");
    return stackName === undefined ? [] : [{ stackName, environment: container.env ?? [] }];
  });
  const accounts = running.flatMap(({ stackName, environment }) => {
    const name = variableOf(environment, "DB_NAME");
    const user = variableOf(environment, "DB_USER");
    return name === undefined || user === undefined ? [] : [[stackName, { name, user }] as const];
  });
  return {
    volumes,
    stackNames: [...new Set(running.map(({ stackName }) => stackName))].sort(),
    databases: { ...record?.databases, ...Object.fromEntries(accounts) },
  };
}

/** A folder's path is known from a container that mounts its volume, or from the record. */
function contentOf(
  volume: string,
  stackName: string,
  target: string | undefined,
  recorded: string | undefined,
): Pick<DeployedVolume, "content" | "isGuess"> {
  const memberId = /^(database-\d+)-data$/.exec(volume.slice(stackName.length + 1))?.[1];
  if (memberId !== undefined) return { content: { kind: "member", memberId }, isGuess: false };
  const app = `${webNodePlaces.app}/`;
  const folder = target?.startsWith(app) === true ? target.slice(app.length) : recorded;
  const shortName = volume.slice(`${stackName}-files-`.length);
  return { content: { kind: "folder", folder: folder ?? shortName }, isGuess: folder === undefined };
}

function labelOf(
  object: { readonly labels?: z.infer<typeof labels> } | undefined,
  name: string,
): string | undefined {
  return object?.labels?.find(({ label }) => label === name)?.value;
}

function variableOf(environment: readonly string[], name: string): string | undefined {
  return environment.find((line) => line.startsWith(`${name}=`))?.slice(name.length + 1);
}

function readRecord(attributes: unknown): StorageRecord | undefined {
  const { data } = recordAttributes.safeParse(attributes);
  if (data === undefined) return undefined;
  return parseJson(typeof data.input === "string" ? data.input : data.input.value, recordSchema);
}
