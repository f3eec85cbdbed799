import { phpIniValue } from "./quote.ts";

/** The node's own settings; what the user gives comes after and wins. */
const nodeSettings: Readonly<Record<string, string | number | boolean>> = {
  "date.timezone": "UTC",
  display_errors: false,
  expose_php: false,
  log_errors: true,
  memory_limit: "128M",
  post_max_size: "20M",
  upload_max_filesize: "16M",
  "zend.exception_ignore_args": true,
  // A database that went silent: PHP's default is to wait for a day.
  "mysqlnd.net_read_timeout": 60,
  "opcache.enable": true,
  "opcache.max_accelerated_files": 20_000,
  "opcache.memory_consumption": 96,
  // A node's code never changes: a deploy makes a new node.
  "opcache.validate_timestamps": false,
  realpath_cache_size: "4M",
  realpath_cache_ttl: 3600,
  "session.cookie_httponly": true,
  "session.cookie_samesite": "Lax",
  // Debian leaves this to a cron job that looks for files.
  "session.gc_divisor": 1000,
  "session.gc_probability": 1,
  "session.lazy_write": true,
  "session.use_strict_mode": true,
};

/** php.ini settings as a file for PHP's scan directory. */
export function phpIniFile(userSettings: Readonly<Record<string, string | number | boolean>>): string {
  return Object.entries({ ...nodeSettings, ...userSettings })
    .map(([name, value]) => `${name} = ${phpIniValue(value)}\n`)
    .join("");
}
