// `npm pack` runs this: it leaves in dist/ what the package holds.
import { spawnSync } from "node:child_process";
import { cpSync, rmSync } from "node:fs";
import { join } from "node:path";

const repo = join(import.meta.dirname, "..");

/** Compiles modules/ to JavaScript with declarations, and puts beside it the files that it reads at run time. */
export function build(): void {
  rmSync(join(repo, "dist"), { recursive: true, force: true });
  const compiler = join(repo, "node_modules", "typescript-7", "bin", "tsc");
  const tsc = spawnSync(process.execPath, [compiler, "--project", import.meta.dirname], { stdio: "inherit" });
  if (tsc.error !== undefined) throw tsc.error;
  if (tsc.status !== 0) throw new Error(`tsc ended with exit code ${tsc.status}; its output is above`);
  cpSync(join(repo, "modules"), join(repo, "dist", "modules"), {
    recursive: true,
    filter: (path) => !path.endsWith(".ts"),
  });
}

if (import.meta.main) build();
