import { Container } from "@cdktf/provider-docker/lib/container/index.js";
import type { Construct } from "constructs";
import type { LocalNetworkId } from "../topology/index.ts";
import { labelNames, labelsOf } from "./labels.ts";

/** A container of your own beside the stack's. */
export interface OwnContainerProps {
  /** Id of an image of the engine, e.g. `stack.images.web.imageId` or that of a docker_image. */
  readonly image: string;
  /** Program and arguments, in place of the image's own entry point. @default the image's */
  readonly command?: readonly string[];
  /** Networks of the stack that it joins; the database is reached on `back`. @default ["back"] */
  readonly networks?: readonly LocalNetworkId[];
  /**
   * One of the stack's `databaseUsers`: the container gets DB_HOST, DB_PORT, DB_READ_HOST,
   * DB_READ_PORT, DB_NAME, DB_USER, DB_PASSWORD_FILE and DB_CA_FILE. @default no access to the database
   */
  readonly databaseUser?: string;
  /** Beside the database's. Never a secret: `docker inspect` shows it. @default none */
  readonly environment?: Readonly<Record<string, string>>;
  /** Folders of this machine by the path at which the container sees them, read-only. @default none */
  readonly folders?: Readonly<Record<string, string>>;
  /** Names of volumes by the path at which they are mounted. @default none */
  readonly volumes?: Readonly<Record<string, string>>;
  /** Names, beside its id, by which others reach it on its networks. @default none */
  readonly aliases?: readonly string[];
  /** Memory limit in MiB, without swap. @default 128 */
  readonly memoryMb?: number;
  /** @default 10 */
  readonly stopGraceSeconds?: number;
}

/** What the stack adds to it. */
interface Place {
  readonly stackName: string;
  readonly projectId: string;
  readonly networkNames: Readonly<Record<LocalNetworkId, string>>;
  readonly securityOptions: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly folders: Readonly<Record<string, string>>;
}

/** Hardened as the stack's own: no capability but to read its secrets, no new privileges, limited memory and logs. */
export function ownContainer(
  scope: Construct,
  id: string,
  props: OwnContainerProps,
  place: Place,
): Container {
  const memoryMb = props.memoryMb ?? 128;
  return new Container(scope, id, {
    name: `${place.stackName}-${id}`,
    hostname: id,
    image: props.image,
    ...(props.command === undefined ? {} : { entrypoint: [...props.command] }),
    restart: "unless-stopped",
    env: Object.entries({ ...place.environment, ...props.environment })
      .map(([key, value]) => `${key}=${value}`)
      .sort(),
    networksAdvanced: (props.networks ?? ["back"]).map((network) => ({
      name: place.networkNames[network],
      aliases: [id, ...(props.aliases ?? [])].sort(),
    })),
    mounts: [
      ...Object.entries({ ...place.folders, ...props.folders }).map(([target, source]) => ({
        type: "bind",
        target,
        source,
        readOnly: true,
      })),
      ...Object.entries(props.volumes ?? {}).map(([target, source]) => ({ type: "volume", target, source })),
    ],
    // Secrets belong to whoever deploys, whose id root in a container may not have.
    capabilities: { drop: ["ALL"], add: ["CAP_DAC_READ_SEARCH"] },
    securityOpts: ["no-new-privileges:true", ...place.securityOptions],
    memory: memoryMb,
    memorySwap: memoryMb,
    destroyGraceSeconds: props.stopGraceSeconds ?? 10,
    logDriver: "json-file",
    logOpts: { "max-size": "10m", "max-file": "3" },
    labels: [
      ...labelsOf({ stackName: place.stackName, projectId: place.projectId, componentId: id }),
      { label: labelNames.own, value: "true" },
    ],
  });
}
