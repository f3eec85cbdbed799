import { type WebNodeOptions, webNodeDefaults } from "../../modules/web-node/index.ts";

/** Good options for a site of one page, with what a test changes. */
export function optionsWith(changes: Partial<WebNodeOptions> = {}): WebNodeOptions {
  return { ...webNodeDefaults, appFiles: [{ path: "index.php", content: "<?php echo 1;" }], ...changes };
}
