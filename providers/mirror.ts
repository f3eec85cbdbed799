import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";

/** Terraform and OpenTofu look for the same providers under a host name of their own each. */
const REGISTRIES = ["registry.terraform.io", "registry.opentofu.org"];
const STAND_INS = [
  { source: "kreuzwerker/docker", type: "docker", version: "3.6.2", entry: "docker/main.ts" },
  {
    source: "digitalocean/digitalocean",
    type: "digitalocean",
    version: "2.71.0",
    entry: "digitalocean/main.ts",
  },
] as const;

const PLATFORMS: Readonly<Record<string, string>> = { x64: "amd64", ia32: "386" };

/**
 * Writes a Terraform filesystem mirror that holds the stand-in providers. A provider there is a launcher, the same
 * bytes everywhere, because Terraform's lock file holds its checksum; what it runs, this project's own sources with
 * the current Node, is in a file beside the packages. What is up to date is left untouched.
 */
export function installMirror(mirrorDir: string): void {
  const platform = `${process.platform}_${PLATFORMS[process.arch] ?? process.arch}`;
  for (const { source, type, version, entry } of STAND_INS) {
    const name = `terraform-provider-${type}_v${version}`;
    writeScript(join(mirrorDir, commandFile(type)), command(join(import.meta.dirname, entry)));
    for (const registry of REGISTRIES)
      writeScript(join(mirrorDir, registry, source, version, platform, name), launcher(type));
  }
}

/** Where a project keeps its mirror, while the stand-ins are in use. */
export function mirrorFolder(projectFolder: string): string {
  return join(projectFolder, ".lampstand", "mirror");
}

/** The text of a lock file that names the stand-ins' versions, for Terraform to add the checksums. */
export function lockFileText(): string {
  return addresses()
    .map(
      ({ address, version }) =>
        `provider "${address}" {\n  version     = "${version}"\n  constraints = "${version}"\n}\n`,
    )
    .join("\n");
}

/** The text of a Terraform CLI configuration that takes these providers from the mirror and all others as usual. */
export function terraformCliConfig(mirrorDir: string): string {
  const sources = addresses()
    .map(({ address }) => JSON.stringify(address))
    .join(", ");
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

function addresses(): readonly { readonly address: string; readonly version: string }[] {
  return REGISTRIES.flatMap((registry) =>
    STAND_INS.map(({ source, version }) => ({ address: `${registry}/${source}`, version })),
  );
}

function commandFile(type: string): string {
  return `${type}-stand-in.sh`;
}

/** Terraform links the package into its working directory, so the mirror is found by following that link. */
function launcher(type: string): string {
  return `#!/bin/sh
# Runs Lampstand's stand-in for a Terraform provider, as the mirror that this package belongs to says.
package=$(dirname "$(readlink -f "$0")")
exec /bin/sh "$package/../../../../../${commandFile(type)}"
`;
}

function command(entry: string): string {
  return `#!/bin/sh
# Written by installMirror; changes here are lost.
exec ${shellQuoted(process.execPath)} ${shellQuoted(entry)}
`;
}

function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

function writeScript(path: string, text: string): void {
  if (existsSync(path) && readFileSync(path, "utf8") === text) return;
  mkdirSync(dirname(path), { recursive: true });
  const partial = `${path}.${process.pid}.partial`;
  writeFileSync(partial, text);
  chmodSync(partial, 0o755);
  renameSync(partial, path);
}
