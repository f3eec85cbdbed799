import { join } from "node:path";
import { loadConfig } from "../modules/config/index.ts";
import { tellFailure } from "../modules/failures/index.ts";
import { synthesizeBoth } from "./synth.ts";

// The CDKTF app of the project in the current folder, which the cdktf CLI runs as cdktf.json says.
try {
  const projectFolder = process.cwd();
  await synthesizeBoth(projectFolder, await loadConfig(join(projectFolder, "lampstand.config.ts")));
} catch (error) {
  const { text, exitCode } = tellFailure(error);
  console.error(text);
  process.exitCode = exitCode;
}
