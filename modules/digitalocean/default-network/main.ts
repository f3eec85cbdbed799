// Run by Terraform before it makes the stack's network. DigitalOcean makes a region's first network its default one,
// which can't be deleted; so a region without any gets the one first that DigitalOcean itself would make. It is free,
// and it stays when the stack goes.
import { z } from "zod";
import { AccountRefusal, accessFrom, createOne, fetchAll } from "../../digitalocean-api/index.ts";

const network = z.object({ region: z.string() });
const region = process.argv[2] ?? "";

try {
  const access = accessFrom(process.env);
  if (access === undefined) throw new Error("DIGITALOCEAN_TOKEN is not set");
  const networks = await fetchAll(access, "/v2/vpcs", "vpcs", network);
  if (!networks.some((each) => each.region === region)) {
    await createOne(access, "/v2/vpcs", { name: `default-${region}`, region });
    console.log(`The region had no network yet: default-${region} is made first.`);
  }
} catch (error) {
  const said = error instanceof AccountRefusal ? `${error.status} ${error.message}` : String(error);
  console.error(`The account's networks could not be looked at: ${said}`);
  process.exitCode = 1;
}
