import {
  type DropletOptions,
  type NodeOptions,
  type WebNodeOptions,
  webNodeDefaults,
} from "../../modules/web-node/index.ts";

/** Sites that are fetched, at addresses that have to be quoted. */
export const git = { kind: "git", url: "https://example.org/it's.git", ref: "v1.2" } as const;
export const archive = {
  kind: "archive",
  url: "https://example.org/a b.tar.gz",
  sha256: "ab".repeat(32),
} as const;

/** Good options for a site of one page, with what a test changes. */
export function optionsWith(changes: Partial<WebNodeOptions> = {}): WebNodeOptions {
  return { ...webNodeDefaults, appFiles: [{ path: "index.php", content: "<?php echo 1;" }], ...changes };
}

/** A droplet of the same site, with what a test changes. */
export function dropletWith(
  changes: Partial<DropletOptions> = {},
  node: Partial<NodeOptions> = {},
): DropletOptions {
  return {
    node: { ...webNodeDefaults, ...node },
    app: { kind: "inlined", files: [{ path: "index.php", content: "<?php echo 1;" }] },
    database: {
      ...{ host: "db.example", port: "25060", readHost: "read.example", readPort: "25061" },
      ...{ name: "app", user: "app", password: "se'cret", caCertificate: "-----BEGIN-----\n" },
    },
    init: [],
    siteTime: "2026-11-27T00:00:00Z",
    swapMb: 1024,
    ...changes,
  };
}
