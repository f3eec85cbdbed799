import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

const REGISTRY = "registry.terraform.io";
const STAND_INS = [
  { source: "kreuzwerker/docker", type: "docker", version: "3.6.2", entry: "docker/main.ts" },
] as const;

const PLATFORMS: Readonly<Record<string, string>> = { x64: "amd64", ia32: "386" };

/**
 * Writes a Terraform filesystem mirror that holds the stand-in providers. A provider there is a launcher that runs
 * this project's own sources with the Node that runs now, so it needs no installation of its own and its checksum
 * changes only with the place of the project or of Node. What is right already is left untouched.
 */
export function installMirror(mirrorDir: string): void {
  const platform = `${process.platform}_${PLATFORMS[process.arch] ?? process.arch}`;
  for (const { source, type, version, entry } of STAND_INS) {
    const path = join(
      mirrorDir,
      REGISTRY,
      source,
      version,
      platform,
      `terraform-provider-${type}_v${version}`,
    );
    writeLauncher(path, launcher(join(import.meta.dirname, entry)));
  }
}

/** The text of a Terraform CLI configuration that takes these providers from the mirror and all others as usual. */
export function terraformCliConfig(mirrorDir: string): string {
  const sources = STAND_INS.map(({ source }) => JSON.stringify(`${REGISTRY}/${source}`)).join(", ");
  return `provider_installation {
  filesystem_mirror {
    path    = ${JSON.stringify(resolve(mirrorDir))}
    include = [${sources}]
  }
  direct {
    exclude = [${sources}]
  }
}
`;
}

function launcher(entry: string): string {
  return `#!/bin/sh
# Runs Lampstand's stand-in for a Terraform provider. Written by installMirror; changes here are lost.
exec ${shellQuoted(process.execPath)} --disable-warning=ExperimentalWarning ${shellQuoted(entry)}
`;
}

function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function writeLauncher(path: string, text: string): void {
  if (existsSync(path) && readFileSync(path, "utf8") === text) return;
  mkdirSync(dirname(path), { recursive: true });
  const partial = `${path}.${process.pid}.partial`;
  writeFileSync(partial, text);
  chmodSync(partial, 0o755);
  renameSync(partial, path);
}
