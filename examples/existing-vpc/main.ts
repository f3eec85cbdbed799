import { DigitaloceanProvider } from "@cdktf/provider-digitalocean/lib/provider/index.js";
import { App, TerraformOutput, TerraformStack } from "cdktf";
import { LampCloud } from "lampstand/digitalocean";

// The id of a VPC that you have: `doctl vpcs list` shows it with its region and range.
const vpcId = process.env.VPC_ID;
if (!vpcId) throw new Error("set VPC_ID to the id of your VPC");

const app = new App();
const stack = new TerraformStack(app, "branch");
new DigitaloceanProvider(stack, "digitalocean", {});
const lamp = LampCloud.create(stack, "lamp", {
  folder: import.meta.dirname,
  name: "branch",
  app: { path: "site", documentRoot: "public" },
  cloud: { region: "fra1", addressRange: "10.20.0.0/16" },
  vpcId,
});
new TerraformOutput(stack, "url", { value: lamp.siteUrl, staticId: true });
app.synth();
