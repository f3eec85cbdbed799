import { existsSync, lstatSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { lockFileText } from "./mirror.ts";

/**
 * Leads Terraform in `workFolder` to the mirror of stand-in providers, where there is one, with nothing set in the
 * environment: `terraform.d/plugins` below the working folder is one of Terraform's implied local mirrors.
 * A lock file that names the provider keeps the cdktf CLI from asking the registry for its checksums.
 */
export function useMirror(mirror: string, workFolder: string): void {
  const link = join(workFolder, "terraform.d", "plugins");
  const lockFile = join(workFolder, ".terraform.lock.hcl");
  // The link itself counts: it dangles once the mirror it led to is gone.
  const isLinked = lstatSync(link, { throwIfNoEntry: false }) !== undefined;
  if (existsSync(mirror) === isLinked) return;
  // The lock file knows the package of the other kind of provider, which Terraform would insist on.
  rmSync(lockFile, { force: true });
  rmSync(join(workFolder, ".terraform"), { recursive: true, force: true });
  rmSync(link, { force: true });
  if (isLinked) return;
  mkdirSync(join(workFolder, "terraform.d"), { recursive: true });
  symlinkSync(resolve(mirror), link);
  writeFileSync(lockFile, lockFileText());
}
