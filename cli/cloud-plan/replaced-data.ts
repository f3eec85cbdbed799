import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";
import type { Problem, ResolvedConfig } from "../../modules/config/index.ts";
import { objectNames } from "../../modules/digitalocean/index.ts";
import { deletionVariable } from "../../modules/stored-data/index.ts";

const stateSchema = z.object({
  resources: z
    .array(
      z.object({
        type: z.string(),
        instances: z.array(
          z.object({
            attributes: z
              .looseObject({
                name: z.string().nullish(),
                region: z.string().nullish(),
                ip_range: z.string().nullish(),
              })
              .nullish(),
          }),
        ),
      }),
    )
    .default([]),
});

/** The edits that would replace the deployed database cluster or its database: Terraform refuses each of them. */
export function replacedData(stateFile: string, config: ResolvedConfig): readonly Problem[] {
  return existsSync(stateFile) ? replacedDataIn(readFileSync(stateFile, "utf8"), config) : [];
}

export function replacedDataIn(state: string, config: ResolvedConfig): readonly Problem[] {
  const { resources } = stateSchema.parse(JSON.parse(state));
  const first = (type: string) =>
    resources.filter((resource) => resource.type === type).flatMap(({ instances }) => instances)[0]
      ?.attributes ?? {};
  const cluster = first("digitalocean_database_cluster").name;
  if (cluster == null) return [];
  const network = first("digitalocean_vpc");
  const suffix = objectNames("").database;
  const deployedName = cluster.endsWith(suffix) ? cluster.slice(0, -suffix.length) : cluster;
  const fields = [
    { path: "name", deployed: deployedName, wanted: config.name },
    { path: "cloud.region", deployed: network.region, wanted: config.cloud.region },
    { path: "cloud.addressRange", deployed: network.ip_range, wanted: config.cloud.addressRange },
    {
      path: "database.name",
      deployed: first("digitalocean_database_db").name,
      wanted: config.database.name,
    },
  ];
  return fields.flatMap(({ path, deployed, wanted }) =>
    deployed == null || deployed === wanted
      ? []
      : [
          {
            path,
            given: `got "${wanted}", which would replace the deployed database and delete its data`,
            allowed: `"${deployed}", as deployed`,
            hint: `or delete the deployed stack first: set it back, then ${deletionVariable}=${deployedName} npx cdktf destroy cloud`,
          },
        ],
  );
}
