import { enableCompileCache } from "node:module";
import { join } from "node:path";

// Before anything else is loaded: it takes a synth from 0.34 s to 0.22 s.
enableCompileCache();
const [{ synthesizeBoth }, { loadConfig }, { formatFailure }] = await Promise.all([
  import("./synthesize.ts"),
  import("../modules/config/index.ts"),
  import("../modules/failures/index.ts"),
]);

// The CDKTF app of the project in the current folder, which the cdktf CLI runs as cdktf.json says.
try {
  const projectFolder = process.cwd();
  await synthesizeBoth(projectFolder, await loadConfig(join(projectFolder, "lampstand.config.ts")));
} catch (error) {
  const { text, exitCode } = formatFailure(error);
  console.error(text);
  process.exitCode = exitCode;
}
