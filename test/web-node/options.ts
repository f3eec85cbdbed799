import {
  type DropletOptions,
  type NodeOptions,
  type WebNodeOptions,
  webNodeDefaults,
} from "../../modules/web-node/index.ts";

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
      ...{ name: "app", user: "app", password: "se'cret", certificateAuthority: "-----BEGIN-----\n" },
    },
    init: [],
    swapMb: 1024,
    ...changes,
  };
}
