import { createHash } from "node:crypto";
import { readFileSync, statSync } from "node:fs";
import { basename } from "node:path";
import { type Certificate, isKeyFile, type ResolvedConfig } from "../config/index.ts";
import { plainSql, readSqlFiles } from "../database/index.ts";
import { findDropletSize } from "../digitalocean-catalog/index.ts";
import {
  type AppSource,
  type DropletOptions,
  nodeOptions,
  readApp,
  readOwnApache,
  secretFilesOf,
} from "../web-node/index.ts";

/** An SSH key: known to the account by its name, or to be put there from a file. */
export type SshKeySource =
  | { readonly kind: "account"; readonly name: string }
  | { readonly kind: "file"; readonly fileName: string; readonly publicKey: string };

/** All that a cloud stack takes from this machine's files. */
export interface StagedSite {
  readonly droplet: Omit<DropletOptions, "database" | "siteTime" | "secrets">;
  /** What the managed database doesn't take of the site's SQL, a line each. */
  readonly sqlNotes: readonly string[];
  readonly sshKeys: readonly SshKeySource[];
  /** Files of the site's own secrets by name: where they are, and how many bytes they have in base64. */
  readonly secrets: Readonly<Record<string, { readonly path: string; readonly bytes: number }>>;
  /** Eight hexadecimal digits for the user's own certificate; undefined without one. */
  readonly certificateHash: string | undefined;
}

/** Droplets with no more memory than this get a swap file of `smallSwapMb`: apt alone can need more than they have. */
const smallMemoryMb = 1024;
const smallSwapMb = 1024;

/** Reads the app, the init SQL, the SSH keys and the certificate that a config names. */
export function stageSite(config: ResolvedConfig): StagedSite {
  const { cloud, database } = config;
  const sql = plainSql(database.init === undefined ? [] : readSqlFiles(database.init), database.strict);
  const memoryMb = findDropletSize(cloud.webSize)?.memoryMb ?? 0;
  return {
    droplet: {
      // Only the balancer reaches a node's port, and it comes from within the VPC.
      node: { ...nodeOptions(config), apache: readOwnApache(config), trustedProxies: [cloud.addressRange] },
      app: appSource(config),
      init: sql.files,
      swapMb: memoryMb <= smallMemoryMb ? smallSwapMb : 0,
      proxy: cloud.proxy,
    },
    sqlNotes: sql.notes,
    sshKeys: cloud.sshKeys.map((key) =>
      isKeyFile(key)
        ? {
            kind: "file",
            fileName: basename(key, ".pub"),
            publicKey: readFileSync(key, "utf8").trim(),
          }
        : { kind: "account", name: key },
    ),
    secrets: Object.fromEntries(
      Object.entries(config.web.secrets).map(([name, path]) => [
        name,
        { path, bytes: 4 * Math.ceil(statSync(path).size / 3) },
      ]),
    ),
    certificateHash: cloud.certificate === undefined ? undefined : hashOfFiles(cloud.certificate),
  };
}

function appSource(config: ResolvedConfig): AppSource {
  const { app } = config;
  if (app.git !== undefined) return { kind: "git", ...app.git };
  if (app.archive !== undefined) return { kind: "archive", ...app.archive };
  return { kind: "inlined", files: readApp(app.path, secretFilesOf(config)) };
}

/** Of all that the certificate's resource is made of: a second one of the same name would be refused. */
function hashOfFiles({ certificate, privateKey, chain }: Certificate): string {
  const texts = [certificate, privateKey, chain].map((path) =>
    path === undefined ? null : readFileSync(path, "utf8"),
  );
  return shortHash(JSON.stringify(texts));
}

/** Eight hexadecimal digits that change with a text. */
export function shortHash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 8);
}
