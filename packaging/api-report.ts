// The public API of the npm package, as text in docs/api/, and the documented types of the config: a change shows in review. `npm run api-report` writes
// the reports; with --check a report that differs fails instead.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Extractor, ExtractorConfig, ExtractorLogLevel } from "@microsoft/api-extractor";
import { writeApiReference } from "./api-reference.ts";
import { build } from "./build.ts";
import { writeConfigTypes } from "./config-types.ts";

const repo = join(import.meta.dirname, "..");
/** The package's entry points, as package.json exports them. */
const entryPoints = ["config", "digitalocean", "docker", "topology"] as const;
const silent = { default: { logLevel: ExtractorLogLevel.None } };

/** @returns whether the report of an entry point differed from what is checked in */
function report(name: (typeof entryPoints)[number], temporary: string, isCheck: boolean): boolean {
  const config = ExtractorConfig.prepare({
    configObjectFullPath: undefined,
    packageJsonFullPath: join(repo, "package.json"),
    configObject: {
      projectFolder: repo,
      mainEntryPointFilePath: join(repo, "dist", "modules", name, "index.d.ts"),
      compiler: {
        overrideTsconfig: {
          compilerOptions: { target: "es2024", module: "nodenext", strict: true, types: ["node"] },
          include: ["dist/modules"],
        },
        skipLibCheck: true,
      },
      apiReport: {
        enabled: true,
        reportFileName: `${name}.api.md`,
        reportFolder: join(repo, "docs", "api"),
        reportTempFolder: temporary,
      },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      // Types are checked by `npm run check`, and docstrings are not TSDoc's: `@default` has a phrase.
      messages: {
        compilerMessageReporting: silent,
        extractorMessageReporting: silent,
        tsdocMessageReporting: silent,
      },
    },
  });
  const { apiReportChanged } = Extractor.invoke(config, {
    localBuild: !isCheck,
    messageCallback: (message) => {
      message.handled = true;
    },
  });
  return apiReportChanged;
}

const isCheck = process.argv.includes("--check");
const temporary = mkdtempSync(join(tmpdir(), "lampstand-api-"));
try {
  const written = {
    "modules/config/config.ts": writeConfigTypes(isCheck),
    "docs/api/reference.json": await writeApiReference(entryPoints, isCheck),
  };
  for (const [path, differs] of Object.entries(written)) {
    if (!differs) continue;
    console.log(
      isCheck ? `${path} differs from the code. Run \`npm run api-report\`.` : `${path} is updated.`,
    );
    if (isCheck) process.exitCode = 1;
  }
  build();
  const changed = entryPoints.filter((name) => report(name, temporary, isCheck));
  for (const name of changed)
    console.log(
      isCheck
        ? `docs/api/${name}.api.md differs from the code. Run \`npm run api-report\`, and see whether the change breaks users.`
        : `docs/api/${name}.api.md is updated.`,
    );
  if (isCheck && changed.length > 0) process.exitCode = 1;
} finally {
  rmSync(temporary, { recursive: true, force: true });
}
