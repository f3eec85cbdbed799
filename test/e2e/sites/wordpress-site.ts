import { cpSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { copyFolder, fetchPackages, removePackages } from "./debian-packages.ts";
import { zip } from "./zip.ts";

/** As the guide has it. */
export const wpConfig = `<?php
define('DB_HOST', 'localhost');
define('DB_NAME', getenv('DB_NAME'));
define('DB_USER', getenv('DB_USER'));
define('DB_PASSWORD', trim(file_get_contents(getenv('DB_PASSWORD_FILE'))));
define('DB_CHARSET', 'utf8mb4');
define('DB_COLLATE', '');
// PHP's own user writes plugins and uploads.
define('FS_METHOD', 'direct');
// A web node can't replace WordPress's own code: a deploy does.
define('WP_AUTO_UPDATE_CORE', false);
define('DISABLE_WP_CRON', true);
$table_prefix = 'wp_';
if (!defined('ABSPATH')) {
    define('ABSPATH', __DIR__ . '/');
}
require_once ABSPATH . 'wp-settings.php';
`;

/** WordPress's own rules for permalinks. */
const htaccess = `RewriteEngine On
RewriteBase /
RewriteRule ^index\\.php$ - [L]
RewriteCond %{REQUEST_FILENAME} !-f
RewriteCond %{REQUEST_FILENAME} !-d
RewriteRule . /index.php [L]
`;

const packages = [
  ...["wordpress", "wordpress-theme-twentytwentyfive", "php-getid3"],
  ...["libjs-cropper", "libjs-lodash", "libjs-underscore"],
];

/** Puts WordPress of Debian 13 into a folder, as somebody does who brings a site. */
export async function placeWordPress(folder: string): Promise<void> {
  const root = await fetchPackages(packages);
  try {
    copyFolder(root, join(root, "usr/share/wordpress"), folder);
    cpSync(join(root, "usr/share/wordpress/wp-content/themes"), join(folder, "wp-content/themes"), {
      recursive: true,
      dereference: true,
    });
    writeFileSync(join(folder, "wp-config.php"), wpConfig);
    writeFileSync(join(folder, ".htaccess"), htaccess);
  } finally {
    removePackages(root);
  }
}

/** A plugin that adds its version to every page. */
export function plugin(version: string): Buffer {
  const code = `<?php
/* Plugin Name: Marker
   Version: ${version} */
add_action('wp_footer', function () { echo '<p id="marker">marker ${version}</p>'; });
`;
  return zip({ "marker/marker.php": code });
}
