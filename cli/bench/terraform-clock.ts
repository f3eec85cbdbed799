import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { z } from "zod";
import { terraformProgram } from "../terraform-program/index.ts";

/**
 * Comes before Terraform on the PATH and records when each run of it began and ended: the cdktf CLI doesn't report
 * which part of its time was Terraform's.
 */
export class TerraformClock {
  /** To be put first on the PATH. */
  readonly folder: string;
  readonly #log: string;

  constructor(folder: string) {
    this.folder = folder;
    this.#log = join(folder, "runs");
    mkdirSync(folder, { recursive: true });
    const program = basename(terraformProgram());
    const script = join(folder, program);
    writeFileSync(script, stopwatch(folder, program));
    chmodSync(script, 0o755);
  }

  /** Seconds that Terraform ran since the last call. */
  read(): number {
    const log = existsSync(this.#log) ? readFileSync(this.#log, "utf8") : "";
    rmSync(this.#log, { force: true });
    return secondsRun(log);
  }
}

const runSchema = z.tuple([z.coerce.number().positive(), z.coerce.number().positive()]);

/** Seconds in all of a log's runs: a line each, with its beginning and its end in nanoseconds. */
export function secondsRun(log: string): number {
  return log
    .split("\n")
    .filter((line) => line !== "")
    .map((line) => runSchema.parse(line.split(" ")))
    .reduce((sum, [began, ended]) => sum + (ended - began) / 1e9, 0);
}

/** The script. What it stands before is found on the PATH without the script's own folder. */
export function stopwatch(folder: string, program: string): string {
  const quoted = `'${folder.replaceAll("'", "'\\''")}'`;
  return `#!/bin/sh
# Runs Terraform and writes down when it began and ended.
folder=${quoted}
PATH=\${PATH#"$folder:"}
began=$(date +%s%N)
${program} "$@"
code=$?
echo "$began $(date +%s%N)" >> "$folder/runs"
exit $code
`;
}
