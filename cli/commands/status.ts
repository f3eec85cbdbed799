import { dataName, readDeployedData, unusedVolumes } from "../../modules/stored-data/index.ts";
import { componentIds } from "../../modules/topology/index.ts";
import { renderTable } from "../output/index.ts";
import { openProject, type Project, stateFileOf } from "../project/index.ts";
import {
  databaseLines,
  judgeDatabase,
  observeStack,
  statusCells,
  statusHeader,
  summarize,
} from "../status/index.ts";
import { unusedLines } from "../stored-data/index.ts";

export interface StatusOptions {
  readonly isJson: boolean;
  readonly isWatching: boolean;
}

const watchPauseMs = 2_000;

/** Prints what each component does now. @returns the exit code: 0 all is healthy, 2 something is not. */
export async function status(projectFolder: string, options: StatusOptions): Promise<number> {
  const project = await openProject(projectFolder);
  for (;;) {
    const { text, areAllHealthy } = await report(project, options.isJson);
    if (options.isWatching && !options.isJson && process.stdout.isTTY) console.clear();
    console.log(text);
    if (!options.isWatching) return areAllHealthy ? 0 : 2;
    await new Promise((resolve) => setTimeout(resolve, watchPauseMs));
  }
}

/** The table, or with `isJson` the same as JSON. */
export async function report(
  project: Project,
  isJson: boolean,
): Promise<{ readonly text: string; readonly areAllHealthy: boolean }> {
  const seen = await observeStack(project.config, project.topology);
  const components = summarize(project.topology, seen);
  const database = judgeDatabase(componentIds(project.topology, "database"), seen.members);
  const areAllHealthy = database.isHealthy && components.every(({ health }) => health === "healthy");
  const unused = unusedVolumes(
    readDeployedData(stateFileOf(project.folder)),
    project.config,
    project.topology,
  );
  const now = Date.now();
  const text = isJson
    ? JSON.stringify({
        stack: project.config.name,
        isHealthy: areAllHealthy,
        components,
        database,
        unusedData: unused.map((volume) => ({
          name: dataName(volume, project.config.name),
          volume: volume.name,
        })),
      })
    : [
        renderTable(
          statusHeader,
          components.map((component) => statusCells(component, now)),
        ),
        "",
        databaseLines(database),
        ...unusedLines(unused, project.config.name),
      ].join("\n");
  return { text, areAllHealthy };
}
