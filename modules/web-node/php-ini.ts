import { largestFormMb } from "../config/index.ts";
import type { NodeOptions } from "./options.ts";
import { places } from "./places.ts";
import { phpIniValue } from "./quote.ts";

type Settings = Readonly<Record<string, string | number | boolean>>;

/** The node's own settings; what the user gives comes after and wins. */
const nodeSettings: Settings = {
  "date.timezone": "UTC",
  display_errors: false,
  expose_php: false,
  log_errors: true,
  memory_limit: "128M",
  upload_tmp_dir: places.uploads,
  "zend.exception_ignore_args": true,
  "opcache.enable": true,
  "opcache.max_accelerated_files": 20_000,
  "opcache.memory_consumption": 96,
  // A node's code never changes: a deploy makes a new node.
  "opcache.validate_timestamps": false,
  realpath_cache_size: "4M",
  realpath_cache_ttl: 3600,
  "mysqli.default_socket": places.socket,
  "pdo_mysql.default_socket": places.socket,
  "session.cookie_httponly": true,
  "session.cookie_samesite": "Lax",
  // Debian leaves this to a cron job that looks for files.
  "session.gc_divisor": 1000,
  "session.gc_probability": 1,
  "session.lazy_write": true,
  "session.use_strict_mode": true,
};

/** Where PHP runs in writable folders: another node may have changed a file a second ago. */
const changingCode: Settings = { "opcache.validate_timestamps": true, "opcache.revalidate_freq": 1 };

/** A few seconds more than a request may take, so that PHP is never the first to end it. */
const marginSeconds = 5;

/** PHP's own time-outs follow the request's. PHP counts the time that a page computes, not what it waits for. */
function timeouts(requestTimeoutSeconds: number): Settings {
  const seconds = requestTimeoutSeconds + marginSeconds;
  return {
    default_socket_timeout: seconds,
    max_execution_time: seconds,
    // A database that went silent: PHP's default is to wait for a day.
    "mysqlnd.net_read_timeout": seconds,
  };
}

function uploads(options: NodeOptions): Settings {
  return { upload_max_filesize: `${options.maxUploadMb}M`, post_max_size: `${largestFormMb(options)}M` };
}

/** php.ini settings as a file for PHP's scan directory. */
export function phpIniFile(options: NodeOptions): string {
  const { requestTimeoutSeconds, phpFolders, phpIni } = options;
  const changing = phpFolders.length === 0 ? {} : changingCode;
  return Object.entries({
    ...nodeSettings,
    ...uploads(options),
    ...changing,
    ...timeouts(requestTimeoutSeconds),
    ...phpIni,
  })
    .map(([name, value]) => `${name} = ${phpIniValue(value)}\n`)
    .join("");
}
