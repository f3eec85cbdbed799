import { z } from "zod";
import type { ResolvedConfig } from "../../modules/config/index.ts";
import { type AccountAccess, fetchAll, fetchOne } from "../../modules/digitalocean-api/index.ts";
import { type AccountObject, stackObjects } from "./account-objects.ts";

const accountSchema = z.object({ account: z.object({ droplet_limit: z.int() }) });
const sizeSchema = z.object({
  slug: z.string(),
  available: z.boolean(),
  regions: z.array(z.string()),
  price_monthly: z.number(),
});
const regionSchema = z.object({ slug: z.string(), available: z.boolean() });
const layoutsSchema = z.object({
  options: z.object({
    mysql: z.object({
      regions: z.array(z.string()).nullish(),
      layouts: z.array(z.object({ num_nodes: z.int(), sizes: z.array(z.string()) })).nullish(),
    }),
  }),
});
const domainSchema = z.object({ name: z.string() });
const keySchema = z.object({ name: z.string(), fingerprint: z.string() });
const networkSchema = z.object({ name: z.string(), region: z.string(), ip_range: z.string() });
const dropletSchema = z.object({ id: z.number() });

/** What an account can take and what is in it, as far as a plan depends on it. */
export interface AccountFacts {
  readonly dropletLimit: number;
  /** Ids of all its droplets, other stacks' included. */
  readonly dropletIds: readonly string[];
  readonly sizes: readonly z.infer<typeof sizeSchema>[];
  readonly regions: readonly z.infer<typeof regionSchema>[];
  readonly databaseRegions: readonly string[];
  /** Sizes of managed MySQL by the number of nodes that a cluster of them may have. */
  readonly databaseLayouts: readonly { readonly num_nodes: number; readonly sizes: readonly string[] }[];
  readonly domains: readonly string[];
  readonly sshKeys: readonly z.infer<typeof keySchema>[];
  readonly networks: readonly z.infer<typeof networkSchema>[];
  /** What the account holds of this stack. */
  readonly objects: readonly AccountObject[];
}

/** @throws AccountFailure where the API refuses or can't be reached */
export async function readAccountFacts(access: AccountAccess, config: ResolvedConfig): Promise<AccountFacts> {
  const all = <T>(path: string, key: string, schema: z.ZodType<T>) => fetchAll(access, path, key, schema);
  // Alone and first: of a refused token one answer is enough.
  const { account } = await fetchOne(access, "/v2/account", accountSchema);
  const [sizes, regions, layouts, domains, sshKeys, networks, droplets, objects] = await Promise.all([
    all("/v2/sizes", "sizes", sizeSchema),
    all("/v2/regions", "regions", regionSchema),
    fetchOne(access, "/v2/databases/options", layoutsSchema),
    all("/v2/domains", "domains", domainSchema),
    all("/v2/account/keys", "ssh_keys", keySchema),
    all("/v2/vpcs", "vpcs", networkSchema),
    all("/v2/droplets", "droplets", dropletSchema),
    stackObjects(access, config),
  ]);
  const { mysql } = layouts.options;
  return {
    dropletLimit: account.droplet_limit,
    dropletIds: droplets.map(({ id }) => String(id)),
    sizes,
    regions,
    databaseRegions: mysql.regions ?? [],
    databaseLayouts: mysql.layouts ?? [],
    domains: domains.map(({ name }) => name),
    sshKeys,
    networks,
    objects,
  };
}
