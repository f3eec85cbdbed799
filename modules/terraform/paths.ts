import { realpathSync } from "node:fs";
import { basename, dirname, extname, join, relative } from "node:path";
import { App, Manifest, TerraformStack } from "cdktf";
import type { Construct } from "constructs";

/** Terraform's working folder of the stack that a construct belongs to, with no symbolic link on its path. */
function workFolderOf(construct: Construct): string {
  const { outdir } = App.of(construct);
  return join(realPath(outdir), Manifest.stacksFolder, TerraformStack.of(construct).node.id);
}

/**
 * A path of this machine as Terraform finds it from its working folder. Where the state, or the identity of a resource,
 * holds a path, it is one of these: so it stays the same when the project's folder is moved or renamed.
 */
export function fromWorkFolder(construct: Construct, path: string): string {
  return relative(workFolderOf(construct), realPath(path));
}

/** The path without symbolic links, as far as it exists. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    const parent = dirname(path);
    if (parent === path) throw error;
    return join(realPath(parent), basename(path));
  }
}

/**
 * The path of a program that Terraform runs, e.g. `gate/main`, relative to the module that names it: TypeScript here,
 * JavaScript in the published package.
 */
export function programBeside(module: Pick<ImportMeta, "dirname" | "filename">, name: string): string {
  return join(module.dirname, `${name}${extname(module.filename)}`);
}
