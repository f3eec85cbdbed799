import { existsSync, readFileSync } from "node:fs";
import { labelNames } from "../../modules/docker/index.ts";
import { Failure } from "../../modules/failures/index.ts";
import type { EngineObjects } from "./engine.ts";

/**
 * Refuses a stack name that others have on this engine: with objects of two deploys under one name, one deploy would
 * take over the other's volumes, and a `down` of one would take them away.
 *
 * @throws Failure naming the objects that this project's Terraform state doesn't know
 */
export function refuseStrangers(stackName: string, seen: EngineObjects, stateFile: string): void {
  const strangers = strangersOf(seen, stateFile);
  if (strangers.length > 0) throw new Failure("name-in-use", nameInUse(stackName, strangers));
}

/** Names of the objects that a Terraform state, which need not be there, doesn't know. */
export function strangersOf(seen: EngineObjects, stateFile: string): readonly string[] {
  const known = existsSync(stateFile) ? idsInState(readFileSync(stateFile, "utf8")) : new Set<string>();
  return strangersAmong(seen, known);
}

/** Names of the objects whose ids (a volume's is its name) are not among the known ones. */
export function strangersAmong(seen: EngineObjects, known: ReadonlySet<string>): readonly string[] {
  const { containers, networks, volumes } = seen;
  return [
    ...containers.filter(({ id }) => !known.has(id)).map(({ name }) => `container ${name}`),
    ...networks.filter(({ id }) => !known.has(id)).map(({ name }) => `network ${name}`),
    ...volumes.filter(({ name }) => !known.has(name)).map(({ name }) => `volume ${name}`),
  ];
}

interface State {
  readonly resources?: readonly {
    readonly instances?: readonly { readonly attributes?: { readonly id?: string } }[];
  }[];
}

/** The ids of all objects in a Terraform state. */
export function idsInState(text: string): ReadonlySet<string> {
  const state: State = JSON.parse(text);
  const instances = (state.resources ?? []).flatMap((resource) => resource.instances ?? []);
  return new Set(instances.flatMap(({ attributes }) => attributes?.id ?? []));
}

function nameInUse(stackName: string, strangers: readonly string[]): string {
  const label = `--filter label=${labelNames.stack}=${stackName}`;
  return [
    `name: got "${stackName}", but this engine has a stack of that name that this project doesn't know:`,
    ...strangers.map((stranger) => `  ${stranger}`),
    "Choose another name in lampstand.config.ts, or run `npm run down` in the folder that deployed it.",
    "If no folder knows it any more, this removes it, data included:",
    `  docker rm -f $(docker ps -aq ${label})`,
    `  docker network rm $(docker network ls -q ${label})`,
    `  docker volume rm $(docker volume ls -q ${label})`,
  ].join("\n");
}
