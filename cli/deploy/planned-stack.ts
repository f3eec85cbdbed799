import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

/** What a synthesized stack asks for: addresses in Terraform by the names in the engine. */
export interface PlannedStack {
  readonly networks: Readonly<Record<string, string>>;
  readonly volumes: Readonly<Record<string, string>>;
  /** How long a container of a role may take to stop, in seconds. */
  readonly stopSecondsByRole: Readonly<Record<string, number>>;
}

const named = z.record(z.string(), z.looseObject({ name: z.string() })).default({});
const synthesizedSchema = z.looseObject({
  resource: z
    .looseObject({
      docker_network: named,
      docker_volume: named,
      docker_container: z
        .record(
          z.string(),
          z.looseObject({
            labels: z.array(z.object({ label: z.string(), value: z.string() })).default([]),
            destroy_grace_seconds: z.number().default(0),
          }),
        )
        .default({}),
    })
    .prefault({}),
});

/** @param workFolder Terraform's working folder of the stack */
export function readPlannedStack(workFolder: string, roleLabel: string): PlannedStack {
  const { resource } = synthesizedSchema.parse(
    JSON.parse(readFileSync(join(workFolder, "cdk.tf.json"), "utf8")),
  );
  const addresses = (type: "docker_network" | "docker_volume") =>
    Object.fromEntries(Object.entries(resource[type]).map(([key, { name }]) => [name, `${type}.${key}`]));
  const stopSeconds = Object.values(resource.docker_container).flatMap(
    ({ labels, destroy_grace_seconds }) => {
      const role = labels.find(({ label }) => label === roleLabel)?.value;
      return role === undefined ? [] : [[role, destroy_grace_seconds] as const];
    },
  );
  return {
    networks: addresses("docker_network"),
    volumes: addresses("docker_volume"),
    stopSecondsByRole: Object.fromEntries(stopSeconds),
  };
}
