import { z } from "zod";
import { type ResolvedConfig, siteDomains } from "../../modules/config/index.ts";
import { objectNames, zoneCandidates } from "../../modules/digitalocean/index.ts";
import { type AccountAccess, AccountFailure, fetchAll } from "../../modules/digitalocean-api/index.ts";

/** Something of a stack's in the account. */
export interface AccountObject {
  /** e.g. `droplet`. */
  readonly kind: string;
  readonly id: string;
  readonly name: string;
  readonly costsMoney: boolean;
}

const named = z.object({ id: z.union([z.string(), z.number()]).transform(String), name: z.string() });
const tagged = named.extend({ tags: z.array(z.string()).nullish() });
const alert = z.object({ uuid: z.string(), description: z.string() });
const tag = z.object({ name: z.string() });
const record = named.extend({ type: z.string() });

/**
 * All that the account holds of a stack, found by the names and tags that are the stack's own, whatever Terraform's
 * state has. Objects of other stacks are left out.
 */
export async function stackObjects(
  access: AccountAccess,
  config: ResolvedConfig,
): Promise<readonly AccountObject[]> {
  const names = objectNames(config.name);
  const find = async <T>(
    kind: string,
    path: string,
    key: string,
    schema: z.ZodType<T>,
    describe: (item: T) => { readonly id: string; readonly name: string } | undefined,
    costsMoney = false,
  ): Promise<AccountObject[]> =>
    (await fetchAll(access, path, key, schema)).flatMap((item) => {
      const found = describe(item);
      return found === undefined ? [] : [{ kind, id: found.id, name: found.name, costsMoney }];
    });
  const called =
    (...wanted: readonly string[]) =>
    (item: { readonly id: string; readonly name: string }) =>
      wanted.includes(item.name) ? item : undefined;
  const poolName = new RegExp(`^${names.autoscalePool}[0-9a-f]{8}$`);
  const certificateName = new RegExp(`^${config.name}-[0-9a-f]{8}$`);
  const keyNames = config.cloud.sshKeys
    .filter((key) => key.endsWith(".pub"))
    .map((key) => names.sshKey(key.replace(/^.*\//, "").replace(/\.pub$/, "")));
  const found = await Promise.all([
    find(
      "droplet",
      "/v2/droplets",
      "droplets",
      tagged,
      (item) => (item.tags?.includes(names.webTag) ? item : undefined),
      true,
    ),
    find(
      "autoscale pool",
      "/v2/droplets/autoscale",
      "autoscale_pools",
      named,
      (item) => (poolName.test(item.name) ? item : undefined),
      true,
    ),
    find("load balancer", "/v2/load_balancers", "load_balancers", named, called(names.loadBalancer), true),
    find("database cluster", "/v2/databases", "databases", named, called(names.database), true),
    find("firewall", "/v2/firewalls", "firewalls", named, called(names.firewall)),
    find("certificate", "/v2/certificates", "certificates", named, (item) =>
      certificateName.test(item.name) ? item : undefined,
    ),
    find("VPC", "/v2/vpcs", "vpcs", named, called(names.vpc)),
    find("project", "/v2/projects", "projects", named, called(names.project)),
    find("tag", "/v2/tags", "tags", tag, ({ name }) =>
      [names.tag, names.webTag].includes(name) ? { id: name, name } : undefined,
    ),
    find("SSH key", "/v2/account/keys", "ssh_keys", named, called(...keyNames)),
    find("alert", "/v2/monitoring/alerts", "policies", alert, ({ uuid, description }) =>
      description.startsWith(`${names.tag}: `) ? { id: uuid, name: description } : undefined,
    ),
    find("uptime check", "/v2/uptime/checks", "checks", named, called(names.uptimeCheck)),
    domainRecords(access, siteDomains(config)),
  ]);
  const clusters = found.flat().filter(({ kind }) => kind === "database cluster");
  const replicas = await Promise.all(
    clusters.map(async ({ id }) => {
      try {
        return await find(
          "database replica",
          `/v2/databases/${id}/replicas`,
          "replicas",
          named,
          (item) => item,
          true,
        );
      } catch (error) {
        // A cluster whose creation failed is listed, and everything else that is asked of it is refused.
        if (error instanceof AccountFailure && !error.isPassing) return [];
        throw error;
      }
    }),
  );
  return [...found, ...replicas].flat();
}

async function domainRecords(
  access: AccountAccess,
  domains: readonly string[],
): Promise<readonly AccountObject[]> {
  if (domains.length === 0) return [];
  const held = await fetchAll(access, "/v2/domains", "domains", tag);
  const found = await Promise.all(
    domains.map(async (domain) => {
      const zone = zoneCandidates(domain).find((candidate) => held.some(({ name }) => name === candidate));
      if (zone === undefined) return [];
      const name = zone === domain ? "@" : domain.slice(0, -zone.length - 1);
      const records = await fetchAll(access, `/v2/domains/${zone}/records`, "domain_records", record);
      return records
        .filter((each) => each.type === "A" && each.name === name)
        .map(({ id }) => ({ kind: "DNS record", id, name: domain, costsMoney: false }));
    }),
  );
  return found.flat();
}
