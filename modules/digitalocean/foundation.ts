import { Project } from "@cdktf/provider-digitalocean/lib/project/index.js";
import { Tag } from "@cdktf/provider-digitalocean/lib/tag/index.js";
import { Vpc } from "@cdktf/provider-digitalocean/lib/vpc/index.js";
import { Construct } from "constructs";
import { programBeside, TerraformData } from "../terraform/index.ts";
import type { ObjectNames } from "./names.ts";

export interface FoundationProps {
  readonly names: ObjectNames;
  readonly region: string;
  readonly addressRange: string;
  /** Id of an existing VPC. @default one is created */
  readonly vpcId?: string;
}

const script = programBeside(import.meta, "default-network/main");

/** What everything else is in: the private network, the project and the tags. */
export class Foundation extends Construct {
  readonly vpcId: string;
  readonly project: Project;
  /** On all that can be tagged. */
  readonly tag: Tag;
  /** On web droplets alone. */
  readonly webTag: Tag;

  constructor(scope: Construct, id: string, props: FoundationProps) {
    super(scope, id);
    const { names } = props;
    this.vpcId = props.vpcId ?? this.addVpc(props).id;
    this.project = new Project(this, "project", {
      name: names.project,
      description: `Lampstand stack ${names.tag}`,
      purpose: "Web Application",
      environment: "Production",
    });
    this.tag = new Tag(this, "tag", { name: names.tag });
    this.webTag = new Tag(this, "web-tag", { name: names.webTag });
  }

  private addVpc({ names, region, addressRange }: FoundationProps): Vpc {
    const defaultNetwork = new TerraformData(this, "default-network", {
      triggersReplace: { region },
      provisioners: [
        {
          type: "local-exec",
          interpreter: [process.execPath, script],
          command: region,
        },
      ],
    });
    return new Vpc(this, "vpc", {
      // A region's first network becomes its default, and a default can't be deleted.
      dependsOn: [defaultNetwork],
      name: names.vpc,
      region,
      ipRange: addressRange,
      description: `Private network of the Lampstand stack ${names.tag}`,
    });
  }
}
