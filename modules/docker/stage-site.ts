import { existsSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import {
  type BuildContext,
  type ImageRecipe,
  type RecipeFile,
  recipeHash,
  writeContext,
} from "../image/index.ts";
import { readJson } from "../json/index.ts";
import { stageWhole } from "../staging/index.ts";
import {
  isBeginningBetter,
  manifestOf,
  type SiteChanges,
  siteDifference,
  siteImage,
  type WebNodeOptions,
  webNodeImage,
} from "../web-node/index.ts";

/** The image that the web nodes' is built from, ready to be built, and theirs. */
export interface StagedSite {
  readonly site: BuildContext;
  readonly recipe: ImageRecipe;
}

/** Of the site's image that edits are added to. */
const baseSchema = z.object({
  hash: z.string(),
  /** With other packages the site is sent again. */
  packagesHash: z.string(),
  manifest: z.record(z.string(), z.string()),
});

/** Name of the site's image without its tag. */
export function siteImageName(stackName: string): string {
  return `${stackName}-web-site`;
}

/**
 * Writes the build context of the whole site, unless one is there from which no more than an eighth of the site differs.
 * @param options its files with their hashes
 * @param bytesOf size of each file by its path
 */
export function stageSite(
  options: WebNodeOptions,
  bytesOf: ReadonlyMap<string, number>,
  stackName: string,
  folder: string,
): StagedSite {
  const contexts = join(folder, "images", "web-site");
  const baseFile = join(folder, "site-base.json");
  // Files of writable folders have a place of their own in the image.
  const packagesHash = [recipeHash(siteImage({ ...options, appFiles: [] })), ...options.writableFolders].join(
    " ",
  );
  const manifest = manifestOf(options.appFiles);
  const onto = (site: BuildContext, changes: SiteChanges = { files: [], removed: [] }): StagedSite => ({
    site,
    recipe: webNodeImage(options, `${siteImageName(stackName)}:${site.hash}`, changes),
  });

  const base = readJson(baseFile, baseSchema);
  if (base?.packagesHash === packagesHash && existsSync(join(contexts, base.hash))) {
    const difference = siteDifference(base.manifest, manifest);
    if (!isBeginningBetter(difference, bytesOf)) {
      const changed = new Set(difference.changed);
      const files = options.appFiles.filter(({ path }: RecipeFile) => changed.has(path));
      return onto(
        { path: join(contexts, base.hash), hash: base.hash },
        { files, removed: difference.removed },
      );
    }
  }
  const site = writeContext(siteImage(options), contexts);
  stageWhole(baseFile, JSON.stringify({ hash: site.hash, packagesHash, manifest }), 0o644);
  return onto(site);
}
