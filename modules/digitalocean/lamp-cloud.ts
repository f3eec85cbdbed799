import { Fn, TerraformLocal } from "cdktf";
import { Construct } from "constructs";
import type { ResolvedConfig } from "../config/index.ts";
import { deletionNames } from "../stored-data/index.ts";
import { type CloudTopology, componentIds, servesHttps } from "../topology/index.ts";
import { webNodeUserData } from "../web-node/index.ts";
import { Alarms } from "./alerts.ts";
import { Foundation } from "./foundation.ts";
import { Gate } from "./gate.ts";
import { LoadBalancer } from "./load-balancer.ts";
import { ManagedDatabase } from "./managed-database.ts";
import { objectNames } from "./names.ts";
import { SshKeys } from "./ssh-keys.ts";
import type { StagedSite } from "./stage-site.ts";
import { WebFirewall } from "./web-firewall.ts";
import { WebTier } from "./web-tier.ts";

export interface LampCloudProps {
  readonly config: ResolvedConfig;
  readonly topology: CloudTopology;
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
  readonly loadBalancer: LoadBalancer;
  readonly database: ManagedDatabase;
  readonly web: WebTier;

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
    const userData = new TerraformLocal(
      this,
      "user-data",
      webNodeUserData({ ...site.droplet, database: this.database.access }, Fn.base64encode),
    ).asString;
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
}
