import { gzipSync } from "node:zlib";
import type { RecipeFile } from "../image/index.ts";
import { defineWebNode } from "./definition.ts";
import type { WebNodeOptions } from "./options.ts";
import { places } from "./places.ts";
import { shellWord, yamlString } from "./quote.ts";
import { fileBytes } from "./read-app.ts";

/**
 * A web node as `#cloud-config` user data: the machine's first boot makes it one. Files arrive byte for byte.
 * The database's address and secrets aren't in it.
 * @throws WebNodeOptionsError naming every problem of the options.
 */
export function webNodeUserData(options: WebNodeOptions): string {
  const node = defineWebNode(options);
  const environment = Object.entries(node.environment)
    .map(([name, value]) => `export ${name}=${shellWord(value)}\n`)
    .join("");
  const files = [
    ...node.files,
    { path: places.environmentFile, content: environment },
    ...[...node.appFiles].sort((a, b) => (a.path < b.path ? -1 : 1)),
  ];
  return [
    "#cloud-config",
    "package_update: true",
    'apt: { conf: "APT::Install-Recommends false;" }',
    "packages:",
    ...node.packages.map((name) => `  - ${yamlString(name)}`),
    "write_files:",
    ...files.flatMap(writeFile),
    "runcmd:",
    ...[...node.commands, ...node.appCommands, "systemctl restart apache2"].map(
      (command) => `  - ${yamlString(command)}`,
    ),
    "",
  ].join("\n");
}

function writeFile(file: RecipeFile): readonly string[] {
  const mode = (file.mode ?? 0o644).toString(8).padStart(4, "0");
  return [
    `  - path: ${yamlString(file.path)}`,
    `    permissions: "${mode}"`,
    "    encoding: gz+b64",
    `    content: ${gzipSync(fileBytes(file), { level: 9 }).toString("base64")}`,
  ];
}
