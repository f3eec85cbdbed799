import type { Browser, Page } from "playwright-core";
import { until } from "../../support/docker.ts";
import { launchBrowser } from "../docs-site/project.ts";
import { createProject, type Project } from "../stack/deployed.ts";

/** An application that is deployed on two web nodes, with a browser that visits it. */
export interface VisitedSite {
  readonly project: Project;
  readonly page: Page;
  /** What each web node answers to a path, by its name. */
  onEveryNode(path: string): Promise<ReadonlyMap<string, { status: number; body: string }>>;
  remove(): Promise<void>;
}

/**
 * Deploys an application.
 *
 * @param place puts the application's files into a folder, and gives the fields of the config
 */
export async function deploySite(place: (folder: string) => Promise<string>): Promise<VisitedSite> {
  const project = await createProject();
  let browser: Browser | undefined;
  const remove = async () => {
    await browser?.close();
    await project.remove();
  };
  try {
    project.writeSite(await place(project.folder));
    await project.up();
    browser = await launchBrowser();
    const page = await (await browser.newContext()).newPage();
    page.setDefaultTimeout(30_000);
    return { project, page, onEveryNode: (path) => answersOfNodes(project.url, path), remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

async function answersOfNodes(
  url: string,
  path: string,
): Promise<ReadonlyMap<string, { status: number; body: string }>> {
  const seen = new Map<string, { status: number; body: string }>();
  await until(`both web nodes answer ${path}`, async () => {
    const response = await fetch(`${url}${path}`);
    const node = response.headers.get("x-served-by");
    if (node !== null) seen.set(node, { status: response.status, body: await response.text() });
    return seen.size === 2;
  });
  return seen;
}
