import { z } from "zod";
import { appSchema } from "./schema-app.ts";
import { cloudSchema } from "./schema-cloud.ts";
import { stackName } from "./schema-fields.ts";
import { databaseSchema, loadBalancerSchema, webSchema } from "./schema-servers.ts";

export const presetNames = ["lab", "small", "ha"] as const;

/** What a user may write in lampstand.config.ts. All fields are optional; the preset and `defaults` fill them. */
export const configSchema = z
  .strictObject({
    name: stackName("Name of the stack; containers, networks and volumes start with it.", "lampstand", 30),
    preset: z.enum(presetNames).meta({
      description:
        "lab: one of each, to see it break. small: two web nodes, one database. ha: no single server matters.",
      example: "ha",
    }),
    app: appSchema.meta({ description: "The PHP site.", example: { path: "app" } }),
    web: webSchema.meta({ description: "The web nodes.", example: { nodes: 2 } }),
    loadBalancer: loadBalancerSchema.meta({ description: "The load balancer.", example: { httpPort: 8080 } }),
    database: databaseSchema.meta({ description: "The MySQL servers.", example: { members: 3 } }),
    cloud: cloudSchema.meta({ description: "The cloud target.", example: { region: "fra1" } }),
  })
  .partial()
  .meta({ example: { preset: "ha" } });

export type PresetName = (typeof presetNames)[number];
