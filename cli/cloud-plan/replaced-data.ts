import type { Problem, ResolvedConfig } from "../../modules/config/index.ts";
import { objectNames } from "../../modules/digitalocean/index.ts";
import { deletionVariable } from "../../modules/stored-data/index.ts";
import type { StateObject } from "../../modules/terraform/index.ts";

/** The edits that would replace the deployed database cluster or its database: Terraform refuses each of them. */
export function replacedData(objects: readonly StateObject[], config: ResolvedConfig): readonly Problem[] {
  const deployedText = (type: string, attribute: string) => {
    const value = objects.find((object) => object.type === type)?.attributes[attribute];
    return typeof value === "string" ? value : undefined;
  };
  const cluster = deployedText("digitalocean_database_cluster", "name");
  if (cluster === undefined) return [];
  const suffix = objectNames("").database;
  const deployedName = cluster.endsWith(suffix) ? cluster.slice(0, -suffix.length) : cluster;
  const fields = [
    { path: "name", deployed: deployedName, wanted: config.name },
    {
      path: "cloud.region",
      deployed: deployedText("digitalocean_vpc", "region"),
      wanted: config.cloud.region,
    },
    {
      path: "cloud.addressRange",
      deployed: deployedText("digitalocean_vpc", "ip_range"),
      wanted: config.cloud.addressRange,
    },
    {
      path: "database.name",
      deployed: deployedText("digitalocean_database_db", "name"),
      wanted: config.database.name,
    },
  ];
  return fields.flatMap(({ path, deployed, wanted }) =>
    deployed === undefined || deployed === wanted
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
