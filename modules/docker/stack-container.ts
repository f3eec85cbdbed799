import { createHash } from "node:crypto";
import { Container, type ContainerConfig } from "@cdktf/provider-docker/lib/container/index.js";
import { Token } from "cdktf";
import { Construct } from "constructs";
import type { ContainerNeeds } from "../image/index.ts";
import type { Component, LocalNetworkId, LocalRole } from "../topology/index.ts";
import type { BuiltImage } from "./built-image.ts";
import { goDuration } from "./durations.ts";
import { labelNames, labelsOf } from "./labels.ts";

export interface StackContainerProps {
  readonly stackName: string;
  readonly projectId: string;
  readonly component: Component<LocalRole, LocalNetworkId>;
  readonly image: BuiltImage;
  readonly needs: ContainerNeeds;
  /** Names of the networks by id. */
  readonly networkNames: Readonly<Record<LocalNetworkId, string>>;
  /** Names, beside its id, by which others reach it on a network. @default none */
  readonly aliases?: Partial<Readonly<Record<LocalNetworkId, readonly string[]>>>;
  /** @default only what the image needs */
  readonly environment?: Readonly<Record<string, string>>;
  /** Folders of this machine by the path at which the container sees them, read-only. @default none */
  readonly folders?: Readonly<Record<string, string>>;
  /** Names of volumes by the path at which they are mounted. @default none */
  readonly volumes?: Readonly<Record<string, string>>;
  /** Networks beside the component's, by name, each with names by which others reach it there. @default none */
  readonly otherNetworks?: Readonly<Record<string, readonly string[]>>;
  /** Security options beside `no-new-privileges`. @default none */
  readonly securityOptions?: readonly string[];
  /**
   * How a change comes about. rolling: the new container has to be healthy before the old one is drained, so
   * both exist for a while and each needs a name of its own. relieving: the same, but the new one waits until
   * the old one has left. in-place: the old one is removed first.
   */
  readonly replacement: "rolling" | "relieving" | "in-place";
}

/** One component of the topology as a hardened container, attached to its networks. */
export class StackContainer extends Construct {
  readonly container: Container;

  constructor(scope: Construct, id: string, props: StackContainerProps) {
    super(scope, id);
    const { component, stackName, projectId } = props;
    const settings = containerSettings(props);
    const hash = settingsHash(props, settings);
    const isFollowed = props.replacement !== "in-place";
    const name = `${stackName}-${component.id}`;
    this.container = new Container(this, "container", {
      ...settings,
      name: isFollowed ? `${name}-${hash}` : name,
      image: props.image.imageId,
      labels: [
        ...labelsOf({ stackName, projectId, role: component.role, componentId: component.id }),
        // The provider reports changes of the health check and of tmpfs as done and doesn't make them;
        // a label's change replaces the container.
        { label: labelNames.settings, value: hash },
      ],
      lifecycle: { createBeforeDestroy: isFollowed },
      ...(props.replacement === "rolling" ? { wait: true, waitTimeout: 120 } : {}),
    });
  }
}

type Settings = Omit<ContainerConfig, "name" | "image" | "labels">;

function containerSettings(props: StackContainerProps): Settings {
  const { component, needs } = props;
  return {
    hostname: component.id,
    restart: "unless-stopped",
    env: Object.entries({ ...needs.environment, ...props.environment, NODE_NAME: component.id })
      .map(([key, value]) => `${key}=${value}`)
      .sort(),
    networksAdvanced: [
      ...component.networks.map((network) => ({
        name: props.networkNames[network],
        aliases: [component.id, ...(props.aliases?.[network] ?? [])].sort(),
      })),
      ...Object.entries(props.otherNetworks ?? {}).map(([name, aliases]) => ({
        name,
        aliases: [...aliases],
      })),
    ],
    ports: component.ports.flatMap(({ port, publishedPort, publishedAddresses = ["127.0.0.1"] }) =>
      publishedPort === undefined
        ? []
        : publishedAddresses.map((ip) => ({ internal: port, external: publishedPort, ip })),
    ),
    mounts: [
      ...Object.entries(props.folders ?? {}).map(([target, source]) => ({
        type: "bind",
        target,
        source,
        readOnly: true,
      })),
      ...Object.entries(props.volumes ?? {}).map(([target, source]) => ({ type: "volume", target, source })),
    ],
    readOnly: needs.readOnlyRoot,
    tmpfs: needs.tmpfs,
    capabilities: { drop: ["ALL"], add: [...needs.capabilities].sort() },
    securityOpts: ["no-new-privileges:true", ...(props.securityOptions ?? [])],
    memory: component.memoryMb,
    // Equal to the memory, which means no swap: a member that swaps is slow for everyone.
    memorySwap: component.memoryMb,
    stopSignal: needs.stopSignal,
    destroyGraceSeconds: needs.stopGraceSeconds,
    healthcheck: {
      test: [...needs.healthcheck.test],
      interval: goDuration(needs.healthcheck.intervalMs),
      timeout: goDuration(needs.healthcheck.timeoutMs),
      startPeriod: goDuration(needs.healthcheck.startPeriodMs),
      retries: needs.healthcheck.retries,
    },
    logDriver: "json-file",
    logOpts: { "max-size": "10m", "max-file": "3" },
  };
}

/**
 * Eight hexadecimal digits for the image, the project and all settings but the memory limit, which changes without a restart.
 * References to other resources are left out: until Terraform resolves them they are numbered by their order in the
 * app, so that one more web node would change the members' hash.
 */
function settingsHash({ image, projectId }: StackContainerProps, settings: Settings): string {
  const { memory: _memory, memorySwap: _memorySwap, ...rest } = settings;
  const text = JSON.stringify([image.hash, projectId, rest], (_key, value) =>
    Token.isUnresolved(value) ? "" : value,
  );
  return createHash("sha256").update(text).digest("hex").slice(0, 8);
}
