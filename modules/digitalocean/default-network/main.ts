// Run by Terraform before it makes the stack's network. DigitalOcean makes a region's first network its default one,
// which can't be deleted; so a region without any gets the one first that DigitalOcean itself would make. It is free,
// and it stays when the stack goes.
import { setTimeout as delay } from "node:timers/promises";
import { z } from "zod";
import {
  type AccountAccess,
  AccountFailure,
  createOne,
  fetchAll,
  requireAccess,
} from "../../digitalocean-api/index.ts";

const network = z.object({ region: z.string() });
/** Creations whose answer got lost: the list shows whether the objects were made. */
const attempts = 5;
const pauseMs = 2_000;

async function ensureNetwork(access: AccountAccess, region: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    const networks = await fetchAll(access, "/v2/vpcs", "vpcs", network);
    if (networks.some((each) => each.region === region)) return;
    try {
      await createOne(access, "/v2/vpcs", { name: `default-${region}`, region });
      console.log(`The region had no network yet: default-${region} is made first.`);
      return;
    } catch (error) {
      if (!(error instanceof AccountFailure && error.isPassing) || attempt === attempts) throw error;
      await delay(pauseMs);
    }
  }
}

try {
  await ensureNetwork(requireAccess(process.env), process.argv[2] ?? "");
} catch (error) {
  console.error(
    `The account's networks can't be looked at. ${error instanceof AccountFailure ? error.message : error}`,
  );
  process.exitCode = 1;
}
