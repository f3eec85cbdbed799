import { existsSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { createInterface } from "node:readline/promises";
import { Failure } from "../../modules/failures/index.ts";
import { detectSite, readSiteFiles, renderConfig, shippedConfig } from "../init/index.ts";
import { createPrinter } from "../output/index.ts";

/** Writes lampstand.config.ts for a site, and says what was found and what was not. @returns the exit code */
export async function init(projectFolder: string, site: string, isForced: boolean): Promise<number> {
  const print = createPrinter();
  const folder = resolve(projectFolder, site);
  if (!existsSync(folder) || !statSync(folder).isDirectory())
    throw new Failure(
      "arguments-invalid",
      `SITE: got "${site}", which is no folder (${folder}); allowed: the folder of a PHP site; for example ../my-site`,
    );
  const findings = detectSite(readSiteFiles(folder));
  const config = renderConfig(relative(projectFolder, folder).replaceAll("\\", "/") || ".", findings);
  const file = join(projectFolder, "lampstand.config.ts");
  for (const line of findings.found) print(line);
  if (!(await mayWrite(file, config, isForced))) {
    print("Nothing was changed.");
    return 1;
  }
  writeFileSync(file, config);
  print("lampstand.config.ts is written. Left to you:");
  for (const line of findings.open) print(`- ${line}`);
  print("Next: npm run up");
  return 0;
}

/** A config that somebody has edited is replaced only when the user says so. */
async function mayWrite(file: string, config: string, isForced: boolean): Promise<boolean> {
  if (isForced || !existsSync(file)) return true;
  if ([shippedConfig, config].includes(readFileSync(file, "utf8"))) return true;
  if (!process.stdin.isTTY || !process.stderr.isTTY)
    throw new Failure(
      "config-present",
      "lampstand.config.ts has been edited, and there is no terminal to ask on. Nothing was changed.\n" +
        "Run `npx lampstand init SITE --force` to replace it, or move it away.",
    );
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  try {
    const answer = await terminal.question("lampstand.config.ts has been edited. Type yes to replace it: ");
    return answer.trim().toLowerCase() === "yes";
  } finally {
    terminal.close();
  }
}
