import assert from "node:assert/strict";
import { type DeployedData, deployedDataIn } from "../../modules/stored-data/index.ts";
import { parseState, type StateObject } from "../../modules/terraform/index.ts";

export interface Deployed {
  /** The volume of each writable folder. */
  readonly folders: Readonly<Record<string, string>>;
  /** @default 3 */
  readonly members?: number;
  /** Whether there are containers, which mount the volumes. @default true */
  readonly isRunning?: boolean;
  /** Whether the state has the record that outlives the containers. @default true */
  readonly hasRecord?: boolean;
}

/** What is deployed by a stack called shop, whose database and user are called app. */
export function deployedBy(deployed: Deployed): DeployedData {
  return deployedDataIn(objectsOf(stateOf(deployed)));
}

/** The objects of a state, given as its text. */
export function objectsOf(text: string): readonly StateObject[] {
  return parseState(text) ?? assert.fail("not a state");
}

/** A Terraform state, in the form in which Terraform 1.11 writes it. */
function stateOf({ folders, members = 3, isRunning = true, hasRecord = true }: Deployed): string {
  const labels = [{ label: "lampstand.stack", value: "shop" }];
  const memberVolumes = Array.from({ length: members }, (_, index) => `shop-database-${index + 1}-data`);
  const resource = (type: string, name: string, attributes: object) => ({
    mode: "managed",
    type,
    name,
    provider: 'provider["registry.terraform.io/kreuzwerker/docker"]',
    instances: [{ schema_version: 0, attributes, sensitive_attributes: [] }],
  });
  const mount = (source: string, target: string) => ({ source, target, type: "volume", read_only: false });
  const env = ["DB_HOST=db", "DB_NAME=app", "DB_USER=app"];
  const containers = [
    resource("docker_container", "lamp_web-1_container", {
      labels,
      env,
      mounts: Object.entries(folders).map(([folder, volume]) => mount(volume, `/var/www/app/${folder}`)),
    }),
    ...memberVolumes.map((volume) =>
      resource("docker_container", volume, { labels, env, mounts: [mount(volume, "/var/lib/mysql")] }),
    ),
  ];
  const record = {
    databases: { shop: { name: "app", user: "app" } },
    folders: Object.fromEntries(Object.entries(folders).map(([folder, volume]) => [volume, folder])),
  };
  const resources = [
    ...[...Object.values(folders), ...memberVolumes].map((name) =>
      resource("docker_volume", `lamp_volume-${name.slice("shop-".length)}_1A2B3C4D`, { name, labels }),
    ),
    ...(isRunning ? containers : []),
    ...(hasRecord
      ? [
          resource("terraform_data", "lamp_stored-data_1A2B3C4D", {
            id: "1",
            input: { value: JSON.stringify(record), type: "string" },
          }),
        ]
      : []),
  ];
  return JSON.stringify({ version: 4, terraform_version: "1.11.4", resources });
}
