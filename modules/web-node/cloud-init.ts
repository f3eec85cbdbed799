import { gzipSync } from "node:zlib";
import { fileBytes, type RecipeFile } from "../image/index.ts";
import { packTar } from "../tar/index.ts";
import { defineNode, defineWebNode } from "./definition.ts";
import {
  type DropletOptions,
  dateCommands,
  dropletPackages,
  fetchCommands,
  filledInFiles,
  ownFiles,
  secretFile,
} from "./droplet.ts";
import { places } from "./places.ts";
import { yamlString } from "./quote.ts";
import { assertCompressible, UserDataTooLargeError } from "./too-large.ts";

/** DigitalOcean's limit of a droplet's user data. */
export const userDataLimitBytes = 65_536;
/** Kept free for what is filled in later: the CA (about 2 kB), the password and the addresses, in base64. */
const filledInLaterBytes = 4_096;

const containersOnly: readonly string[] = [
  places.entrypoint,
  places.serve,
  places.healthcheck,
  // Only the stack's own balancer asks for /nodez.
  `${places.php}/nodez.php`,
  `${places.php}/RouterProbe.php`,
];
const packedFile = "/var/lib/lampstand/node.tar.gz";
const firstBoot = "/usr/local/sbin/lampstand-first-boot";

/**
 * A web node as `#cloud-config` user data: the machine's first boot makes it one. Files arrive byte for byte, all of
 * them but those about the database in one compressed archive. Those hold what is known only when the database is
 * there, so `toBase64` may put in an expression that somebody else evaluates.
 *
 * @throws WebNodeOptionsError naming every problem of the options.
 * @throws UserDataTooLargeError if it doesn't fit into a droplet's user data.
 */
export function webNodeUserData(
  options: DropletOptions,
  toBase64: (text: string) => string = (text) => Buffer.from(text).toString("base64"),
): string {
  assertCompressible(options.app, userDataLimitBytes);
  const packed = pack(options);
  const secretBytes = Object.values(options.secrets ?? {}).reduce((sum, { bytes }) => sum + bytes, 0);
  const bytes = render(options, packed, () => "").length + filledInLaterBytes + secretBytes;
  if (bytes > userDataLimitBytes) throw new UserDataTooLargeError(bytes, userDataLimitBytes, options.app);
  return render(options, packed, toBase64);
}

function render(options: DropletOptions, packed: string, toBase64: (text: string) => string): string {
  const node = defineNode(options.node);
  const packages = [...new Set([...node.packages, ...dropletPackages(options.app)])].sort();
  return [
    "#cloud-config",
    "package_update: true",
    `apt: { ${aptSettings(options.proxy).join(", ")} }`,
    ...(options.swapMb === 0 ? [] : [`swap: { filename: /swapfile, size: ${options.swapMb * 1024 * 1024} }`]),
    "packages:",
    ...packages.map((name) => `  - ${yamlString(name)}`),
    "write_files:",
    ...writeFile(packedFile, packed),
    ...filledInFiles(options).flatMap(({ path, text }) => writeFile(path, toBase64(text))),
    ...Object.entries(options.secrets ?? {}).flatMap(([name, { base64 }]) =>
      writeFile(secretFile(name), base64),
    ),
    "runcmd:",
    `  - "systemctl stop apache2; tar -xzf ${packedFile} -C / && rm ${packedFile} && ${firstBoot}"`,
    "",
  ].join("\n");
}

/** cloud-init keeps the proxy in apt's configuration, so upgrades take it as well. */
function aptSettings(proxy: string | undefined): readonly string[] {
  const own = ["preserve_sources_list: true", 'conf: "APT::Install-Recommends false;"'];
  if (proxy === undefined) return own;
  return [...own, ...["http_proxy", "https_proxy"].map((name) => `${name}: ${yamlString(proxy)}`)];
}

function writeFile(path: string, base64: string): readonly string[] {
  return [
    `  - path: ${yamlString(path)}`,
    '    permissions: "0600"',
    "    encoding: b64",
    `    content: ${yamlString(base64)}`,
  ];
}

/** Every file but the database's, as tar, gzip and base64. */
function pack(options: DropletOptions): string {
  const { node, app } = options;
  const definition =
    app.kind === "inlined"
      ? defineWebNode({ ...node, appFiles: app.files })
      : { ...defineNode(node), appFiles: [] };
  const commands = [
    `${places.mysqlInstaller} any mysql-router`,
    ...fetchCommands(options),
    ...dateCommands(app),
    ...definition.commands,
    ...definition.appCommands,
    "systemctl daemon-reload",
    "systemctl start apache2",
    "systemctl enable --quiet --now --no-block lampstand-database.service",
  ];
  const files: readonly RecipeFile[] = [
    ...definition.files.filter(({ path }) => !containersOnly.includes(path)),
    ...ownFiles(options, definition.environment),
    { path: firstBoot, content: `#!/bin/sh\nset -eux\n${commands.join("\n")}\n`, mode: 0o700 },
    ...[...definition.appFiles].sort((a, b) => (a.path < b.path ? -1 : 1)),
  ];
  const entries = files.map((file) => {
    const isFolder = "isFolder" in file;
    return {
      path: `${file.path.replace(/^\//, "")}${isFolder ? "/" : ""}`,
      content: file.path.startsWith(`${places.app}/`) ? fileBytes(file) : withoutComments(fileBytes(file)),
      mode: file.mode ?? (isFolder ? 0o755 : 0o644),
      link: "link" in file ? file.link : undefined,
    };
  });
  return gzipSync(packTar(entries), { level: 9 }).toString("base64");
}

/** The node's own PHP and shell: comments would take a tenth of what a droplet can be given. */
function withoutComments(content: Uint8Array): Uint8Array {
  const start = Buffer.from(content.subarray(0, 5)).toString();
  const comments = start === "<?php" ? /^\s*(\/\/|\/\*\*|\*( |\/|$))/ : /^\s*#(?!!)/;
  if (start !== "<?php" && !start.startsWith("#!")) return content;
  const isComment = (line: string) => comments.test(line);
  return Buffer.from(
    Buffer.from(content)
      .toString()
      .split("\n")
      .filter((line) => !isComment(line))
      .join("\n"),
  );
}
