import { join, relative } from "node:path";
import { buildDocs, defaultSite, serveDocs } from "../../docs-site/index.ts";
import { ConfigError } from "../../modules/config/index.ts";
import { Failure, formatFailure } from "../../modules/failures/index.ts";
import type { Command } from "../command/index.ts";
import { createPrinter } from "../output/index.ts";
import { openProject } from "../project/index.ts";

/** Serves the site of this project's config until Ctrl-C, of the default config while it is invalid. @returns the exit code. */
export async function docs(projectFolder: string, commands: readonly Command[]): Promise<number> {
  const print = createPrinter();
  try {
    await openProject(projectFolder);
  } catch (error) {
    if (!(error instanceof ConfigError) || error.ids.includes("config-missing")) throw error;
    print(
      `${formatFailure(error).text}\n\nUntil it is fixed, the documentation describes the default config.`,
    );
  }
  const stopped = new Promise((resolve) => {
    process.once("SIGINT", resolve);
    process.once("SIGTERM", resolve);
  });
  const server = await serveDocs({ projectFolder, commands, base: "/", site: undefined });
  print(`Docs: ${server.url}\nAn edit of lampstand.config.ts shows on every page. Ctrl-C ends it.`);
  await stopped;
  await server.stop();
  return 0;
}

export interface DocsBuildOptions {
  readonly base: string | undefined;
  readonly site: string | undefined;
}

/** Writes the site to docs-site/dist of the project. @returns the exit code. */
export async function docsBuild(
  projectFolder: string,
  commands: readonly Command[],
  { base = "/", site }: DocsBuildOptions,
): Promise<number> {
  const problems = [...baseProblems(base), ...siteProblems(site)];
  if (problems.length > 0) throw new Failure("arguments-invalid", problems.join("\n"));
  await openProject(projectFolder);
  const print = createPrinter();
  const startedAt = performance.now();
  const { folder, pages, drawsDiagrams } = await buildDocs({ projectFolder, commands, base, site });
  if (!drawsDiagrams)
    print(
      "No Chrome, Chromium or Edge was found, so readers' browsers draw the diagrams. CHROME_PATH names one.",
    );
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1);
  print(`${pages} pages in ${join(relative(projectFolder, folder), "/")} (${seconds} s)`);
  if (site === undefined)
    print(`Sitemap and canonical links name ${defaultSite}; to publish the pages, add --site ADDRESS.`);
  return 0;
}

function baseProblems(base: string): string[] {
  if (/^\/([\w.~-]+\/?)*$/.test(base)) return [];
  return [`--base: got "${base}"; allowed: the path that the site is served below; for example /lampstand`];
}

function siteProblems(site: string | undefined): string[] {
  if (site === undefined || /^https?:\/\/[^/?#]+\/?$/.test(site)) return [];
  return [
    `--site: got "${site}"; allowed: the address of the host, without a path; for example https://docs.example.org`,
  ];
}
