import type { Container } from "@cdktf/provider-docker/lib/container/index.js";
import { Network } from "@cdktf/provider-docker/lib/network/index.js";
import { Construct } from "constructs";
import { groupPlace } from "../database/index.ts";
import { type Component, componentIds, type LocalNetworkId, ports } from "../topology/index.ts";
import { BuiltImage } from "./built-image.ts";
import { labelNames, labelsOf } from "./labels.ts";
import type { LampStackProps } from "./lamp-stack-props.ts";
import { LiveConfiguration } from "./live-configuration.ts";
import { MemberList } from "./member-list.ts";
import { type OwnContainerProps, ownContainer } from "./own-container.ts";
import { type LampStackOptions, prepareLampStack } from "./prepare.ts";
import { StackContainer, type StackContainerProps } from "./stack-container.ts";
import type { ServerRole } from "./stage-images.ts";
import { siteImageName } from "./stage-site.ts";
import type { DatabaseTier, LoadBalancerTier, WebTier } from "./tiers.ts";
import { addVolumes, type VolumeMounts, volumeMounts } from "./volumes.ts";

const secretsPath = "/run/lampstand/secrets";

/**
 * A redundant LAMP stack on a Docker engine: balancer, web nodes, database routers and replication group, each
 * component of the topology a container. Needs a DockerProvider in the same TerraformStack.
 */
export class LampStack extends Construct {
  /** The web nodes, and the image that they run. */
  readonly web: WebTier;
  /** How to connect to the database, its members and routers. */
  readonly database: DatabaseTier;
  /** The load balancer, and the addresses at which the site answers. */
  readonly loadBalancer: LoadBalancerTier;
  /** By id, e.g. `front`: for your own containers that join a network of the stack. */
  readonly networks: Readonly<Record<LocalNetworkId, Network>>;
  /** By component, e.g. `web-1`. */
  readonly containers: Readonly<Record<string, StackContainer>>;
  /** By role. */
  readonly images: Readonly<Record<ServerRole, BuiltImage>>;
  readonly #props: LampStackProps;

  /**
   * Prepares the options' files and secrets, and builds the stack.
   *
   * @throws {ConfigError} with every problem of the options at once
   * @throws {Failure} where LAMPSTAND_DELETE_DATA, which lets Terraform delete data, has a name that means none
   */
  static async create(scope: Construct, id: string, options: LampStackOptions): Promise<LampStack> {
    return new LampStack(scope, id, await prepareLampStack(options));
  }

  constructor(scope: Construct, id: string, props: LampStackProps) {
    super(scope, id);
    this.#props = props;
    const network = (networkId: LocalNetworkId) => this.addNetwork(props, networkId);
    this.networks = {
      front: network("front"),
      back: network("back"),
      data: network("data"),
      monitor: network("monitor"),
    };
    const image = (role: ServerRole, from?: BuiltImage) => this.addImage(props, role, from);
    this.images = {
      "load-balancer": image("load-balancer"),
      web: image("web", this.addSiteImage(props)),
      "database-router": image("database-router"),
      database: image("database"),
    };
    this.containers = this.addContainers(props);
    const { loadBalancer, database } = props.config;
    const origin = "://127.0.0.1";
    this.loadBalancer = {
      containers: this.containersOf("load-balancer"),
      url: `http${origin}:${loadBalancer.httpPort}`,
      httpsUrl: `https${origin}:${loadBalancer.httpsPort}`,
      statisticsUrl: `http${origin}:${loadBalancer.statusPort}/stats`,
    };
    this.web = { containers: this.containersOf("web"), image: this.images.web };
    this.database = {
      host: "db",
      port: ports.primary,
      readHost: "db-read",
      readPort: ports.replica,
      name: database.name,
      user: database.user,
      caFile: props.secrets.caFile,
      members: this.containersOf("database"),
      routers: this.containersOf("database-router"),
    };
    new MemberList(this, "members", {
      stackName: props.topology.name,
      folder: props.images.groupFolder,
      initHash: props.images.initHash,
      members: componentIds(props.topology, "database"),
      containers: this.database.members,
    });
  }

  /**
   * Adds a container of your own: on the stack's networks, hardened as the stack's containers are, and if you ask for
   * it with its own MySQL user.
   *
   * @param id unique in the stack; its host name, and part of its name
   * @throws {Error} if `databaseUser` is not among the options' `databaseUsers`
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
        }; name it in databaseUsers`,
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

  /** A container for each component, and for those with a configuration what reloads it. */
  private addContainers(props: LampStackProps): Readonly<Record<string, StackContainer>> {
    const { topology, projectId, securityOptions = [] } = props;
    const mounts = volumeMounts(props.volumes, addVolumes(this, props.volumes, projectId));
    const networkNames = this.networkNames();
    const containers: Record<string, StackContainer> = {};
    for (const component of topology.components) {
      if (component.role === "client") continue;
      const { needs, configuration } = props.images[component.role];
      const { folders, ...roleProps } = this.roleProps(component, component.role, props, mounts);
      const container = new StackContainer(this, component.id, {
        stackName: topology.name,
        projectId,
        component,
        image: this.images[component.role],
        needs,
        networkNames,
        securityOptions,
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
    return containers;
  }

  private containersOf(role: ServerRole): readonly StackContainer[] {
    return componentIds(this.#props.topology, role).flatMap((id) => this.containers[id] ?? []);
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
  ): Pick<
    StackContainerProps,
    "aliases" | "environment" | "folders" | "volumes" | "replacement" | "otherNetworks"
  > {
    const { config, secrets, topology, images, publicNetwork } = props;
    switch (role) {
      case "load-balancer":
        return {
          folders: { [secretsPath]: secrets.balancerFolder },
          replacement: "in-place",
          otherNetworks: publicNetwork === undefined ? {} : { [publicNetwork]: [topology.name] },
        };
      case "web":
        return {
          aliases: { front: ["web"] },
          environment: {
            LAMPSTAND_DB_HOST: "db",
            LAMPSTAND_DB_PORT: String(ports.primary),
            LAMPSTAND_DB_READ_HOST: "db-read",
            LAMPSTAND_DB_READ_PORT: String(ports.replica),
            DB_NAME: config.database.name,
            DB_USER: config.database.user,
            LAMPSTAND_MEMBERS: componentIds(topology, "database").join(","),
            // A container that has copied the earlier ones is replaced.
            ...(secrets.siteSecretsVersion === undefined
              ? {}
              : { LAMPSTAND_SECRETS_VERSION: secrets.siteSecretsVersion }),
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

  private addSiteImage({ topology, images }: LampStackProps): BuiltImage {
    return new BuiltImage(this, "image-web-site", {
      name: siteImageName(topology.name),
      context: images.site,
      labels: { [labelNames.stack]: topology.name, [labelNames.role]: "web" },
    });
  }

  private addImage({ topology, images }: LampStackProps, role: ServerRole, from?: BuiltImage): BuiltImage {
    return new BuiltImage(this, `image-${role}`, {
      name: `${topology.name}-${role}`,
      context: images[role].context,
      labels: { [labelNames.stack]: topology.name, [labelNames.role]: role },
      from,
    });
  }
}
