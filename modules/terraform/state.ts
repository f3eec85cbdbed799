import { existsSync, readFileSync } from "node:fs";
import { z } from "zod";
import { Failure } from "../failures/index.ts";
import { parseJson } from "../json/index.ts";

/** An object of a Terraform state: one instance of a resource or of a data source. */
export interface StateObject {
  /** Its resource type, e.g. "docker_volume". */
  readonly type: string;
  /** Its resource's name in Terraform, as in `docker_volume.NAME`. */
  readonly name: string;
  /** False for a data source. */
  readonly isManaged: boolean;
  /** True where Terraform created it and couldn't finish: the next deploy replaces it. */
  readonly isTainted: boolean;
  /** As its provider's schema has them; none in a state that was cut off in between. */
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** Loose and with defaults: states of every release of Terraform and OpenTofu are read, and of every provider. */
const stateSchema = z.object({
  resources: z
    .array(
      z.object({
        mode: z.string().default("managed"),
        type: z.string().default(""),
        name: z.string().default(""),
        instances: z
          .array(
            z.object({
              status: z.string().nullish(),
              attributes: z.record(z.string(), z.unknown()).nullish(),
            }),
          )
          .nullish(),
      }),
    )
    .nullish(),
});

/** Ids of the objects, and the UUIDs by which DigitalOcean's API knows replicas. */
export function idsOf(objects: readonly StateObject[]): ReadonlySet<string> {
  return new Set(
    objects.flatMap(({ attributes: { id, uuid } }) => [id, uuid].filter((each) => typeof each === "string")),
  );
}

/** What a state's text holds; undefined where it isn't a state, e.g. since it was cut off while it was written. */
export function parseState(text: string): readonly StateObject[] | undefined {
  const state = parseJson(text, stateSchema);
  if (state === undefined) return undefined;
  return (state.resources ?? []).flatMap(({ mode, type, name, instances }) =>
    (instances ?? []).map(({ status, attributes }) => ({
      type,
      name,
      isManaged: mode === "managed",
      isTainted: status === "tainted",
      attributes: attributes ?? {},
    })),
  );
}

/**
 * What a state file holds; nothing where there is no file.
 *
 * @throws Failure where the file isn't a state
 */
export function readState(file: string): readonly StateObject[] {
  if (!existsSync(file)) return [];
  const objects = parseState(readFileSync(file, "utf8"));
  if (objects === undefined)
    throw new Failure(
      "state-unreadable",
      `${file} is not a Terraform state: it may have been cut off while it was written. ` +
        `Terraform keeps the previous state in ${file}.backup`,
    );
  return objects;
}
