import { DigitaloceanProvider } from "@cdktf/provider-digitalocean/lib/provider/index.js";
import { LocalBackend, S3Backend, TerraformOutput, TerraformStack } from "cdktf";
import type { Construct } from "constructs";
import { estimateCost } from "../modules/cost/index.ts";
import { LampCloud, type LampCloudProps } from "../modules/digitalocean/index.ts";
import { fromWorkFolder } from "../modules/terraform/index.ts";

export interface CloudStackProps extends LampCloudProps {
  /** Where Terraform's state is kept, unless the config names a bucket for it. */
  readonly stateFile: string;
}

/** The stack on DigitalOcean. The token is Terraform's to find, in DIGITALOCEAN_TOKEN. */
export class CloudStack extends TerraformStack {
  constructor(scope: Construct, id: string, props: CloudStackProps) {
    super(scope, id);
    this.addBackend(props);
    new DigitaloceanProvider(this, "digitalocean", {});
    const lamp = new LampCloud(this, "lamp", props);
    const { balancer } = lamp.loadBalancer;
    const { access } = lamp.database;
    const { monthlyUsd, priceDate } = estimateCost(props.config);
    const cost = [...new Set([monthlyUsd.min, monthlyUsd.max])].map((usd) => usd.toFixed(2)).join(" to ");
    const outputs = {
      url: lamp.siteUrl,
      monthly_cost: `${cost} US dollars by the price list of ${priceDate}`,
      balancer_address: balancer.ip,
      database_host: access.host,
      database_port: access.port,
      next: `npm run plan cloud shows costs and what may fail; npx cdktf diff cloud what a changed config would do; LAMPSTAND_DELETE_DATA=${props.config.name} npx cdktf destroy cloud removes it all, data included`,
    };
    for (const [name, value] of Object.entries(outputs))
      new TerraformOutput(this, name, { value, staticId: true });
    const secrets = { database_user: access.user, database_password: access.password };
    for (const [name, value] of Object.entries(secrets))
      new TerraformOutput(this, name, { value, staticId: true, sensitive: true });
  }

  private addBackend({ config, stateFile }: CloudStackProps): void {
    const { state } = config.cloud;
    if (state === undefined) {
      new LocalBackend(this, { path: fromWorkFolder(this, stateFile) });
      return;
    }
    new S3Backend(this, {
      bucket: state.bucket,
      key: `lampstand/${config.name}/terraform.tfstate`,
      endpoints: { s3: `https://${state.region}.digitaloceanspaces.com` },
      // Spaces speaks S3's language and is not Amazon: what only Amazon can answer is not asked.
      region: "us-east-1",
      skipCredentialsValidation: true,
      skipMetadataApiCheck: true,
      skipRegionValidation: true,
      skipRequestingAccountId: true,
      skipS3Checksum: true,
    });
    // A lock object beside the state, since Terraform 1.10; cdktf's own types don't know it yet.
    this.addOverride("terraform.backend.s3.use_lockfile", true);
  }
}
