import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const repo = join(import.meta.dirname, "..");

/**
 * Writes a file that a program makes, formatted as the rest of the code.
 *
 * @returns whether the file differed; with `isCheck` it is left as it is
 */
export function writeGenerated(file: string, text: string, isCheck: boolean): boolean {
  const biome = join(repo, "node_modules/.bin/biome");
  const formatted = execFileSync(biome, ["format", `--stdin-file-path=${file}`], {
    cwd: repo,
    input: text,
    encoding: "utf8",
  });
  if (existsSync(file) && readFileSync(file, "utf8") === formatted) return false;
  if (!isCheck) writeFileSync(file, formatted);
  return true;
}
