import { existsSync, readdirSync, readFileSync, rmSync, statSync, utimesSync } from "node:fs";
import { basename, join } from "node:path";
import type Docker from "dockerode";
import { z } from "zod";
import { labelNames } from "../../modules/docker/index.ts";
import { openLocalEngine } from "../../modules/docker-engine/index.ts";
import { outdatedContexts, outdatedImages } from "./decide.ts";

const synthesizedSchema = z.object({
  resource: z.object({
    docker_image: z.record(z.string(), z.object({ build: z.object({ context: z.string() }) })),
  }),
});

/** What was removed, in a line, and what could not be, in a line each. */
export interface Pruned {
  readonly removed: string | undefined;
  readonly problems: readonly string[];
}

/**
 * Removes build contexts and images of earlier deploys. Those that run and those before them stay, so does whatever a
 * container uses. Nothing that fails is thrown: a deploy that is done has not failed.
 * @param workFolder where the stack that was just deployed is synthesized
 */
export async function pruneBuilds(
  projectFolder: string,
  stackName: string,
  workFolder: string,
): Promise<Pruned> {
  try {
    return await prune(join(projectFolder, ".lampstand", stackName, "images"), stackName, workFolder);
  } catch (error) {
    return {
      removed: undefined,
      problems: [`Builds of earlier deploys could not be removed: ${messageOf(error)}`],
    };
  }
}

async function prune(folder: string, stackName: string, workFolder: string): Promise<Pruned> {
  const outdated = deployedContexts(workFolder).flatMap(({ role, hash }) => seeOutdated(folder, role, hash));
  const images = outdated.flatMap(({ image }) => (image === undefined ? [] : `${stackName}-${image}`));
  const { removed, kept } = await removeImages(stackName, images);
  const problems = kept.map(({ problem }) => problem);
  let contexts = 0;
  for (const { path, image } of outdated) {
    // The image still exists: the next deploy tries again, and finds it by its context.
    if (kept.some(({ name }) => name === `${stackName}-${image}`)) continue;
    try {
      rmSync(path, { recursive: true, force: true });
      contexts += 1;
    } catch (error) {
      problems.push(`The build context ${path} could not be removed: ${messageOf(error)}`);
    }
  }
  if (contexts === 0) return { removed: undefined, problems };
  return {
    removed: `Removed of earlier deploys: ${contexts} build contexts, ${removed} images.`,
    problems,
  };
}

function deployedContexts(workFolder: string): readonly { readonly role: string; readonly hash: string }[] {
  const text = readFileSync(join(workFolder, "cdk.tf.json"), "utf8");
  const { docker_image: images } = synthesizedSchema.parse(JSON.parse(text)).resource;
  return Object.values(images).map(({ build }) => ({
    role: basename(join(build.context, "..")),
    hash: basename(build.context),
  }));
}

interface OutdatedContext {
  readonly path: string;
  /** `<role>:<hash>`; undefined for one that was never whole. */
  readonly image: string | undefined;
}

/** Marks the deployed context as used now, so that the next deploy knows which one was before it. */
function seeOutdated(folder: string, role: string, deployed: string): OutdatedContext[] {
  const parent = join(folder, role);
  if (!existsSync(join(parent, deployed))) return [];
  const now = new Date();
  utimesSync(join(parent, deployed), now, now);
  const seen = readdirSync(parent).map((name) => ({ name, usedAtMs: statSync(join(parent, name)).mtimeMs }));
  const { hashes, halves } = outdatedContexts(seen, deployed, now.getTime());
  return [
    ...hashes.map((hash) => ({ path: join(parent, hash), image: `${role}:${hash}` })),
    ...halves.map((name) => ({ path: join(parent, name), image: undefined })),
  ];
}

/** An image that stays, and why. */
interface KeptImage {
  readonly name: string;
  readonly problem: string;
}

/** Removes images by name. @returns how many, and those that stay */
async function removeImages(
  stackName: string,
  names: readonly string[],
): Promise<{ readonly removed: number; readonly kept: readonly KeptImage[] }> {
  if (names.length === 0) return { removed: 0, kept: [] };
  const docker = await openLocalEngine();
  const [images, usedIds] = await Promise.all([seeImages(docker, stackName), usedImageIds(docker)]);
  const { removable, inUse } = outdatedImages(images, stackName, new Set(names), usedIds);
  const results = await Promise.all(removable.map((name) => removeImage(docker, name)));
  const failed = results.filter((result) => result !== undefined);
  const used = inUse.map((name) => ({
    name,
    problem: `The image ${name} of an earlier deploy stays: a container uses it.`,
  }));
  return { removed: removable.length - failed.length, kept: [...used, ...failed] };
}

/** Undefined where it was removed. */
async function removeImage(docker: Docker, name: string): Promise<KeptImage | undefined> {
  try {
    await docker.getImage(name).remove();
    return undefined;
  } catch (error) {
    return { name, problem: `The image ${name} could not be removed: ${messageOf(error)}` };
  }
}

async function seeImages(docker: Docker, stackName: string) {
  const filters = JSON.stringify({ label: [`${labelNames.stack}=${stackName}`] });
  return (await docker.listImages({ filters })).map(({ Id, RepoTags, Labels }) => ({
    id: Id,
    names: RepoTags ?? [],
    stack: Labels?.[labelNames.stack],
  }));
}

async function usedImageIds(docker: Docker): Promise<ReadonlySet<string>> {
  return new Set((await docker.listContainers({ all: true })).map(({ ImageID }) => ImageID));
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
