import type { Container } from "@cdktf/provider-docker/lib/container/index.js";
import { Network } from "@cdktf/provider-docker/lib/network/index.js";
import { Construct } from "constructs";
import type { ResolvedConfig } from "../config/index.ts";
import { groupPlace } from "../database/index.ts";
import type { StackSecrets } from "../secrets/index.ts";
import type { VolumePlan } from "../stored-data/index.ts";
import {
  type Component,
  componentIds,
  type LocalNetworkId,
  type LocalTopology,
  ports,
} from "../topology/index.ts";
import { BuiltImage } from "./built-image.ts";
import { labelNames, labelsOf } from "./labels.ts";
import { LiveConfiguration } from "./live-configuration.ts";
import { MemberList } from "./member-list.ts";
import { type OwnContainerProps, ownContainer } from "./own-container.ts";
import { StackContainer, type StackContainerProps } from "./stack-container.ts";
import type { ServerRole, StagedImages } from "./stage-images.ts";
import { addVolumes, type VolumeMounts, volumeMounts } from "./volumes.ts";

/** All that a stack is made of; {@link prepareLampStack} gives it. */
export interface LampStackProps {
  /** Names the project for good, and is a label of what it makes: a UUID. */
  readonly projectId: string;
  /** The config with every default filled in and absolute paths. */
  readonly config: ResolvedConfig;
  /** What that config comes to: components, networks, links. */
  readonly topology: LocalTopology;
  /** Folders with passwords and keys, mounted read-only; their content never gets into Terraform. */
  readonly secrets: StackSecrets;
  /** A build context for each role, and what its containers need at run time. */
  readonly images: StagedImages;
  /** The volumes that it has, and those that it keeps though it has no use for them now. */
  readonly volumes: VolumePlan;
  /** Security options of every container, beside the stack's own, that the engine asks for. @default none */
  readonly securityOptions?: readonly string[];
}

const secretsPath = "/run/lampstand/secrets";

/** How a container on the network `back` reaches the database. Connections need TLS. */
export interface DatabaseConnection {
  /** Leads to the primary. */
  readonly host: string;
  readonly port: number;
  /** Leads to any member that isn't too far behind. */
  readonly readHost: string;
  readonly readPort: number;
  readonly name: string;
  /** The site's own user. */
  readonly user: string;
  /** The CA certificate's file on this machine. */
  readonly caFile: string;
}

/**
 * A redundant LAMP stack on a Docker engine: balancer, web nodes, database routers and replication group, each
 * component of the topology a container. Needs a DockerProvider in the same TerraformStack.
 */
export class LampStack extends Construct {
  /** By id, e.g. `front`: for your own containers that join a network of the stack. */
  readonly networks: Readonly<Record<LocalNetworkId, Network>>;
  /** By component, e.g. `web-1`. */
  readonly containers: Readonly<Record<string, StackContainer>>;
  /** By role, e.g. `images.web.imageId` for a worker that runs the site's code. */
  readonly images: Readonly<Record<ServerRole, BuiltImage>>;
  readonly database: DatabaseConnection;
  /** Where the site answers on this machine. */
  readonly url: string;
  readonly #props: LampStackProps;

  constructor(scope: Construct, id: string, props: LampStackProps) {
    super(scope, id);
    const { topology } = props;
    const network = (networkId: LocalNetworkId) => this.addNetwork(props, networkId);
    this.networks = {
      front: network("front"),
      back: network("back"),
      data: network("data"),
      monitor: network("monitor"),
    };
    const image = (role: ServerRole) => this.addImage(props, role);
    this.#props = props;
    this.url = `http://127.0.0.1:${props.config.loadBalancer.httpPort}`;
    this.database = {
      host: "db",
      port: ports.primary,
      readHost: "db-read",
      readPort: ports.replica,
      name: props.config.database.name,
      user: props.config.database.user,
      caFile: props.secrets.caFile,
    };
    const images: Readonly<Record<ServerRole, BuiltImage>> = {
      "load-balancer": image("load-balancer"),
      web: image("web"),
      "database-router": image("database-router"),
      database: image("database"),
    };
    this.images = images;
    const mounts = volumeMounts(props.volumes, addVolumes(this, props.volumes, props.projectId));
    const networkNames = this.networkNames();
    const containers: Record<string, StackContainer> = {};
    for (const component of topology.components) {
      if (component.role === "client") continue;
      const { needs, configuration } = props.images[component.role];
      const { folders, ...roleProps } = this.roleProps(component, component.role, props, mounts);
      const container = new StackContainer(this, component.id, {
        stackName: topology.name,
        projectId: props.projectId,
        component,
        image: images[component.role],
        needs,
        networkNames,
        securityOptions: props.securityOptions ?? [],
        folders: {
          ...folders,
          ...(configuration === undefined ? {} : { [configuration.place.folder]: configuration.folder }),
        },
        ...roleProps,
      });
      containers[component.id] = container;
      if (configuration !== undefined)
        new LiveConfiguration(this, `${component.id}-configuration`, { container, configuration });
    }
    const members = componentIds(topology, "database");
    new MemberList(this, "members", {
      stackName: topology.name,
      folder: props.images.groupFolder,
      initHash: props.images.initHash,
      members,
      containers: members.flatMap((member) => containers[member] ?? []),
    });
    this.containers = containers;
  }

  /**
   * Adds a container of your own: on the stack's networks, hardened as the stack's containers are, and if you ask for
   * it with its own MySQL user.
   *
   * @param id unique in the stack; its host name, and part of its name
   * @throws {Error} if `databaseUser` is not among those that `prepareLampStack` was given
   */
  addContainer(id: string, props: OwnContainerProps): Container {
    const { topology, projectId, secrets, securityOptions = [] } = this.#props;
    const { databaseUser } = props;
    const access = databaseUser === undefined ? undefined : secrets.userFolders[databaseUser];
    if (databaseUser !== undefined && access === undefined)
      throw new Error(
        `${id}: got databaseUser ${JSON.stringify(databaseUser)}; allowed: ${
          Object.keys(secrets.userFolders)
            .map((user) => JSON.stringify(user))
            .join(", ") || "none"
        }; name it in prepareLampStack's databaseUsers`,
      );
    const { host, port, readHost, readPort, name } = this.database;
    return ownContainer(this, id, props, {
      stackName: topology.name,
      projectId,
      networkNames: this.networkNames(),
      securityOptions,
      folders: access === undefined ? {} : { [secretsPath]: access },
      environment:
        databaseUser === undefined
          ? {}
          : {
              DB_HOST: host,
              DB_PORT: String(port),
              DB_READ_HOST: readHost,
              DB_READ_PORT: String(readPort),
              DB_NAME: name,
              DB_USER: databaseUser,
              DB_PASSWORD_FILE: `${secretsPath}/db-password`,
              DB_CA_FILE: `${secretsPath}/ca.crt`,
            },
    });
  }

  private networkNames(): Readonly<Record<LocalNetworkId, string>> {
    const { front, back, data, monitor } = this.networks;
    return { front: front.name, back: back.name, data: data.name, monitor: monitor.name };
  }

  private roleProps(
    component: Component,
    role: ServerRole,
    props: LampStackProps,
    mounts: VolumeMounts,
  ): Pick<StackContainerProps, "aliases" | "environment" | "folders" | "volumes" | "replacement"> {
    const { config, secrets, topology, images } = props;
    switch (role) {
      case "load-balancer":
        return { folders: { [secretsPath]: secrets.balancerFolder }, replacement: "in-place" };
      case "web":
        return {
          aliases: { front: ["web"] },
          environment: {
            DB_HOST: "db",
            DB_PORT: String(ports.primary),
            DB_READ_HOST: "db-read",
            DB_READ_PORT: String(ports.replica),
            DB_NAME: config.database.name,
            DB_USER: config.database.user,
            LAMPSTAND_MEMBERS: componentIds(topology, "database").join(","),
          },
          folders: { [secretsPath]: secrets.webFolder },
          volumes: mounts.web,
          replacement: "rolling",
        };
      case "database-router":
        return { aliases: { back: ["db", "db-read"], monitor: ["routers"] }, replacement: "rolling" };
      case "database": {
        const folder = secrets.memberFolders[component.id];
        if (folder === undefined) throw new Error(`no secrets were made for ${component.id}`);
        return {
          folders: { [secretsPath]: folder, [groupPlace.folder]: images.groupFolder },
          volumes: mounts.members[component.id] ?? {},
          replacement: "relieving",
        };
      }
    }
  }

  private addNetwork({ topology, projectId }: LampStackProps, id: LocalNetworkId): Network {
    return new Network(this, `network-${id}`, {
      name: `${topology.name}-${id}`,
      internal: topology.networks.some((network) => network.id === id && network.isInternal),
      labels: labelsOf({ stackName: topology.name, projectId }),
      // Those that were made before projects had ids go on as they are: another label would make them anew.
      lifecycle: { ignoreChanges: ["labels"] },
    });
  }

  private addImage({ topology, images }: LampStackProps, role: ServerRole): BuiltImage {
    return new BuiltImage(this, `image-${role}`, {
      name: `${topology.name}-${role}`,
      context: images[role].context,
      labels: { [labelNames.stack]: topology.name, [labelNames.role]: role },
    });
  }
}
