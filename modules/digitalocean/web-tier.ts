import { Droplet } from "@cdktf/provider-digitalocean/lib/droplet/index.js";
import { DropletAutoscale } from "@cdktf/provider-digitalocean/lib/droplet-autoscale/index.js";
import { ProjectResources } from "@cdktf/provider-digitalocean/lib/project-resources/index.js";
import { Fn, type ITerraformDependable } from "cdktf";
import { Construct } from "constructs";
import type { ResolvedConfig } from "../config/index.ts";
import { TerraformData } from "../terraform/index.ts";
import type { Foundation } from "./foundation.ts";
import type { ObjectNames } from "./names.ts";

export interface WebTierProps {
  readonly names: ObjectNames;
  readonly config: ResolvedConfig;
  readonly foundation: Foundation;
  /** Ids of the web components, e.g. `web-1`. */
  readonly componentIds: readonly string[];
  readonly userData: string;
  readonly sshFingerprints: readonly string[];
  /** What has to be there before a node can work. */
  readonly needs: readonly ITerraformDependable[];
}

const image = "debian-13-x64";
/** A droplet is up within a minute; the provider's own limit, an hour, is no use to someone who waits. */
const createTimeout = "10m";
/** Its shutdown applies to this, which drains first, for as long as a request may take. The provider's own limit is 60 s. */
function deleteTimeout({ loadBalancer }: ResolvedConfig): string {
  return `${Math.max(5, Math.ceil(loadBalancer.requestTimeoutSeconds / 60) + 2)}m`;
}
const cooldownMinutes = 5;

/** What is known of the web nodes when they are there: droplets by component, or how many a pool has at least. */
export type WebNodes =
  | { readonly kind: "droplets"; readonly droplets: Readonly<Record<string, Droplet>> }
  | { readonly kind: "pool"; readonly pool: DropletAutoscale; readonly min: number };

/** The web nodes: one droplet each, or a pool that DigitalOcean makes larger and smaller. */
export class WebTier extends Construct {
  readonly nodes: WebNodes;

  constructor(scope: Construct, id: string, props: WebTierProps) {
    super(scope, id);
    const { autoscale } = props.config.web;
    this.nodes =
      autoscale === undefined
        ? { kind: "droplets", droplets: this.addDroplets(props) }
        : { kind: "pool", pool: this.addPool(props, autoscale), min: autoscale.min };
  }

  private addDroplets(props: WebTierProps): Record<string, Droplet> {
    const { names, config, foundation } = props;
    const { cloud } = config;
    const droplets = Object.fromEntries(
      props.componentIds.map((id) => [
        id,
        new Droplet(this, id, {
          name: names.droplet(id),
          image,
          region: cloud.region,
          size: cloud.webSize,
          vpcUuid: foundation.vpcId,
          tags: [foundation.tag.name, foundation.webTag.name],
          ...(props.sshFingerprints.length === 0 ? {} : { sshKeys: [...props.sshFingerprints] }),
          userData: props.userData,
          // Memory and disk alerts know nothing without the agent.
          monitoring: cloud.metricsAgent || cloud.alertEmail !== undefined,
          gracefulShutdown: true,
          timeouts: { create: createTimeout, delete: deleteTimeout(props.config) },
          lifecycle: { createBeforeDestroy: true },
          dependsOn: [...props.needs],
        }),
      ]),
    );
    new ProjectResources(this, "project-resources", {
      project: foundation.project.id,
      resources: Object.values(droplets).map(({ urn }) => urn),
    });
    return droplets;
  }

  private addPool(
    props: WebTierProps,
    { min, max, cpu }: { readonly min: number; readonly max: number; readonly cpu: number },
  ): DropletAutoscale {
    const { names, config, foundation } = props;
    const dropletTemplate = {
      image,
      region: config.cloud.region,
      size: config.cloud.webSize,
      vpcUuid: foundation.vpcId,
      projectId: foundation.project.id,
      tags: [foundation.tag.name, foundation.webTag.name],
      sshKeys: [...props.sshFingerprints],
      userData: props.userData,
      // The pool's metrics come from it.
      withDropletAgent: true,
    };
    const version = Fn.sha256(Fn.jsonencode(dropletTemplate));
    const changed = new TerraformData(this, "pool-version", { triggersReplace: { version } });
    return new DropletAutoscale(this, "pool", {
      // A name is taken while the pool that has it lives, and its successor comes first.
      name: `${names.autoscalePool}${Fn.nonsensitive(Fn.substr(version, 0, 8))}`,
      config: { minInstances: min, maxInstances: max, targetCpuUtilization: cpu, cooldownMinutes },
      dropletTemplate,
      dependsOn: [...props.needs],
      // A pool whose template changes keeps the droplets that it has: only a new pool brings new ones.
      lifecycle: {
        createBeforeDestroy: true,
        replaceTriggeredBy: [`terraform_data.${changed.friendlyUniqueId}`],
      },
    });
  }
}
