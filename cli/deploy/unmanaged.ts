import { sep } from "node:path";
import { Failure } from "../../modules/failures/index.ts";
import type { EngineObjects } from "./engine.ts";
import { namesOfObjects } from "./ownership.ts";

/**
 * Refuses a stack name that others have on this engine: with objects of two deploys under one name, one deploy would
 * use the other's volumes, and a `down` of one would remove them.
 *
 * @throws Failure naming the objects, and the folder that deployed them where it can be seen
 */
export function assertNameIsFree(stackName: string, unmanaged: EngineObjects): void {
  const names = namesOfObjects(unmanaged);
  if (names.length > 0) throw new Failure("name-in-use", nameInUse(stackName, names, foldersOf(unmanaged)));
}

/** Folders of the projects whose files these containers mount. */
function foldersOf({ containers }: EngineObjects): readonly string[] {
  const part = `${sep}.lampstand${sep}`;
  const folders = containers.flatMap(({ folders }) =>
    folders.flatMap((folder) => (folder.includes(part) ? folder.slice(0, folder.indexOf(part)) : [])),
  );
  return [...new Set(folders)];
}

function nameInUse(stackName: string, names: readonly string[], folders: readonly string[]): string {
  return [
    `name: got "${stackName}", but this engine has a stack of that name that is not this project's:`,
    ...names.map((name) => `  ${name}`),
    ...folders.map((folder) => `It was deployed from ${folder}: run the command there to work on it.`),
    "To deploy from here, choose another name in lampstand.config.ts. Nothing was changed.",
  ].join("\n");
}
