import { Fn, TerraformLocal } from "cdktf";
import { Construct } from "constructs";
import {
  type AppConfig,
  type CloudConfig,
  type DatabaseConfig,
  type LoadBalancerConfig,
  locateFiles,
  type PresetName,
  type ResolvedConfig,
  resolveConfig,
  type WebConfig,
} from "../config/index.ts";
import { deletionNames } from "../stored-data/index.ts";
import { fromWorkFolder, TerraformData } from "../terraform/index.ts";
import { type CloudTopology, componentIds, planTopology, servesHttps } from "../topology/index.ts";
import { webNodeUserData } from "../web-node/index.ts";
import { Alarms } from "./alerts.ts";
import { Foundation } from "./foundation.ts";
import { Gate } from "./gate.ts";
import { LoadBalancer } from "./load-balancer.ts";
import { ManagedDatabase } from "./managed-database.ts";
import { objectNames } from "./names.ts";
import { SshKeys } from "./ssh-keys.ts";
import { type StagedSite, shortHash, stageSite } from "./stage-site.ts";
import { WebFirewall } from "./web-firewall.ts";
import { WebTier } from "./web-tier.ts";

/**
 * A stack on DigitalOcean, tier by tier, for your own CDKTF app. The tiers' fields are those of lampstand.config.ts, but for
 * those that only a Docker engine has, and for `cloud.state`: your app chooses its own backend.
 */
export interface LampCloudOptions extends Pick<LampCloudProps, "deletesData" | "vpcId"> {
  /** Your app's folder, e.g. `import.meta.dirname`: paths in the tiers are relative to it. */
  readonly folder: string;
  /** Name of the stack; everything in the account is named after it. @default "lampstand" */
  readonly name?: string;
  /** How many nodes each tier has, where the tier doesn't set it. @default "ha" */
  readonly preset?: PresetName;
  /** The PHP site. @default the folder `app` */
  readonly app?: AppConfig;
  /** The web nodes. @default two; one in preset lab */
  readonly web?: Omit<WebConfig, "memoryMb">;
  /** The load balancer. @default requests may take 30 s */
  readonly loadBalancer?: Pick<LoadBalancerConfig, "requestTimeoutSeconds">;
  /** The database and its user. @default an empty database */
  readonly database?: Pick<DatabaseConfig, "name" | "user" | "init">;
  /** Region, sizes, number of nodes, domain, access. @default in fra1, without a domain */
  readonly cloud?: Omit<CloudConfig, "state">;
}

/** All that a cloud stack is made of. */
export interface LampCloudProps {
  /** The config with every default filled in and absolute paths. */
  readonly config: ResolvedConfig;
  /** What that config comes to on DigitalOcean. */
  readonly topology: CloudTopology;
  /** What {@link stageSite} read from this machine's files. */
  readonly site: StagedSite;
  /**
   * Whether Terraform may delete or replace the database cluster and the database in it.
   * @default whether LAMPSTAND_DELETE_DATA has the stack's name
   */
  readonly deletesData?: boolean;
  /**
   * Id of an existing VPC in `cloud.region`, whose range is `cloud.addressRange`. The stack uses it and never deletes it.
   * @default a VPC of the stack's own
   */
  readonly vpcId?: string;
}

/** A redundant LAMP stack on DigitalOcean: managed balancer, web droplets and managed MySQL in a private network. */
export class LampCloud extends Construct {
  /** Where the site is, without a slash at its end. */
  readonly siteUrl: string;
  /** The managed load balancer, and its domain record and certificate. */
  readonly loadBalancer: LoadBalancer;
  /** The managed MySQL cluster, its database, user and replica. */
  readonly database: ManagedDatabase;
  /** The droplets, or the pool that makes them. */
  readonly web: WebTier;

  /**
   * Reads the files that the options name, and builds the stack.
   *
   * @throws {ConfigError} with every problem of the options at once
   * @throws {UserDataTooLargeError} where the site doesn't fit into a droplet's user data
   */
  static create(scope: Construct, id: string, options: LampCloudOptions): LampCloud {
    const { folder, vpcId, deletesData, ...tiers } = options;
    const config = locateFiles(resolveConfig(tiers), folder);
    return new LampCloud(scope, id, {
      config,
      topology: planTopology(config, "cloud"),
      site: stageSite(config),
      ...(vpcId === undefined ? {} : { vpcId }),
      ...(deletesData === undefined ? {} : { deletesData }),
    });
  }

  constructor(scope: Construct, id: string, props: LampCloudProps) {
    super(scope, id);
    const { config, topology, site } = props;
    const deletesData = props.deletesData ?? deletionNames(process.env).includes(config.name);
    const { cloud } = config;
    const names = objectNames(topology.name);
    const foundation = new Foundation(this, "foundation", {
      names,
      ...cloud,
      region: topology.region,
      ...(props.vpcId === undefined ? {} : { vpcId: props.vpcId }),
    });
    this.database = new ManagedDatabase(this, "database", { names, config, foundation, deletesData });
    this.loadBalancer = new LoadBalancer(this, "load-balancer", { names, config, foundation, ...site });
    const { balancer } = this.loadBalancer;
    const { firewall } = new WebFirewall(this, "firewall", { names, config, foundation, balancer });
    // Said once and not at each droplet: it is the largest text of all.
    const userData = new TerraformLocal(this, "user-data", this.userData(site)).asString;
    this.web = new WebTier(this, "web", {
      names,
      config,
      foundation,
      componentIds: componentIds(topology, "web"),
      userData,
      sshFingerprints: new SshKeys(this, "ssh", { names, keys: site.sshKeys }).fingerprints,
      needs: [...this.database.doors, firewall],
    });
    const isHttps = servesHttps(cloud);
    const host = cloud.domain ?? balancer.ip;
    new Gate(this, "gate", {
      nodes: this.web.nodes,
      address: balancer.ip,
      tlsName: isHttps ? host : undefined,
      needs: [firewall],
    });
    this.siteUrl = `${isHttps ? "https" : "http"}://${host}`;
    if (cloud.alertEmail !== undefined)
      new Alarms(this, "alarms", {
        names,
        email: cloud.alertEmail,
        foundation,
        balancer,
        cluster: this.database.cluster,
        siteUrl: this.siteUrl,
      });
  }

  /** What the web nodes are made by, with the time of the first plan that had it as the date of the site's files. */
  private userData(site: StagedSite): string {
    const database = this.database.access;
    const secrets = Object.fromEntries(
      Object.entries(site.secrets).map(([name, { path, bytes }]) => [
        name,
        // Read by Terraform itself: what is synthesized holds none.
        { base64: Fn.filebase64(fromWorkFolder(this, path)), bytes },
      ]),
    );
    const text = (siteTime: string) =>
      webNodeUserData({ ...site.droplet, database, siteTime, secrets }, Fn.base64encode);
    const time = new TerraformData(this, "site-time", {
      triggersReplace: { site: shortHash(text("")) },
      // biome-ignore lint/suspicious/noTemplateCurlyInString: Terraform's own.
      input: "${plantimestamp()}",
      lifecycle: { ignoreChanges: ["input"] },
    });
    return text(`\${terraform_data.${time.friendlyUniqueId}.output}`);
  }
}
