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
}

const script = programBeside(import.meta, "default-network/main");

/** What everything else is in: the private network, the project and the tags. */
export class Foundation extends Construct {
  readonly vpc: Vpc;
  readonly project: Project;
  /** On all that can be tagged. */
  readonly tag: Tag;
  /** On web droplets alone. */
  readonly webTag: Tag;

  constructor(scope: Construct, id: string, { names, region, addressRange }: FoundationProps) {
    super(scope, id);
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
    this.vpc = new Vpc(this, "vpc", {
      // A region's first network becomes its default, and a default can't be deleted.
      dependsOn: [defaultNetwork],
      name: names.vpc,
      region,
      ipRange: addressRange,
      description: `Private network of the Lampstand stack ${names.tag}`,
    });
    this.project = new Project(this, "project", {
      name: names.project,
      description: `Lampstand stack ${names.tag}`,
      purpose: "Web Application",
      environment: "Production",
    });
    this.tag = new Tag(this, "tag", { name: names.tag });
    this.webTag = new Tag(this, "web-tag", { name: names.webTag });
  }
}
