import {
  existsSync,
  mkdirSync,
  readdirSync,
  readlinkSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { join, relative } from "node:path";
import { installMirror, lockFileText } from "./mirror.ts";

/**
 * Leads Terraform in `workFolder` to the mirror of stand-in providers, where there is one, with nothing set in the
 * environment: `terraform.d/plugins` below the working folder is one of Terraform's implied local mirrors.
 * A lock file that names the provider keeps the cdktf CLI from asking the registry for its checksums.
 * After the project was moved the mirror runs what is at the new place, and Terraform's links to the old place are gone.
 */
export function useMirror(mirror: string, workFolder: string): void {
  const folder = join(workFolder, "terraform.d");
  const link = join(folder, "plugins");
  const terraformFolder = join(workFolder, ".terraform");
  const lockFile = join(workFolder, ".terraform.lock.hcl");
  const isMirrored = existsSync(mirror);
  const linkedTo = linkTarget(link);
  if (isMirrored !== (linkedTo !== undefined)) {
    // The lock file knows the package of the other kind of provider, which Terraform would insist on.
    rmSync(lockFile, { force: true });
    rmSync(terraformFolder, { recursive: true, force: true });
    if (isMirrored) writeLockFile(lockFile, workFolder);
  }
  if (!isMirrored) {
    rmSync(link, { force: true });
    return;
  }
  installMirror(mirror);
  mkdirSync(folder, { recursive: true });
  const target = relative(realpathSync(folder), realpathSync(mirror));
  if (linkedTo !== target) {
    rmSync(link, { force: true });
    symlinkSync(target, link);
  }
  const packages = join(terraformFolder, "providers");
  if (hasBrokenLink(packages)) rmSync(packages, { recursive: true });
}

function writeLockFile(lockFile: string, workFolder: string): void {
  mkdirSync(workFolder, { recursive: true });
  writeFileSync(lockFile, lockFileText());
}

/** Undefined where there is no link. One that leads nowhere is one, too: the mirror it led to may be gone. */
function linkTarget(link: string): string | undefined {
  try {
    return readlinkSync(link);
  } catch {
    return undefined;
  }
}

/** Terraform links a mirror's packages into its working folder by absolute paths. */
function hasBrokenLink(packages: string): boolean {
  if (!existsSync(packages)) return false;
  return readdirSync(packages, { recursive: true, withFileTypes: true }).some(
    (entry) => entry.isSymbolicLink() && !existsSync(join(entry.parentPath, entry.name)),
  );
}
