// Written by `npm run api-report` from schema.ts and presets.ts; a test compares. Change those.

/** The PHP site. */
export interface AppConfig {
  /**
   * Folder of the PHP site, relative to the config file. Allowed: the path of a folder.
   * @default "app"
   */
  readonly path?: string | undefined;
  /**
   * Folder below `path` that Apache serves; "" serves `path` itself. Allowed: a path below the app's folder, without a leading slash or ..
   * @default ""
   */
  readonly documentRoot?: string | undefined;
  /**
   * Folders below `path` that the site writes to. All web nodes share them. PHP in them runs only where an entry is { path, php: true }, as for plugins that are installed at run time. A file of the site's own is added once; { path, seed } also replaces it after an edit.
   * @default []
   */
  readonly writableFolders?:
    | readonly (
        | string
        | {
            /** The folder. Allowed: a path below the app's folder, without a leading, trailing or double slash and without a part that begins with a dot. */
            readonly path: string;
            /**
             * Whether PHP runs in it.
             * @default each field's own default
             */
            readonly php?: boolean | undefined;
            /**
             * Local target only. What a deploy does with the site's own files in the folder. missing: those that are new are added. newer: and those that were edited since the last deploy replace what is there. always: all replace what differs. Nothing is removed.
             * @default each field's own default
             */
            readonly seed?: "missing" | "newer" | "always" | undefined;
          }
      )[]
    | undefined;
  /**
   * Cloud only: where droplets clone a site from that is too large to come with them (64 KiB).
   * @default none
   */
  readonly git?:
    | {
        /** Public address of the repository, for `git clone`. Allowed: an https address without a user or password in it. */
        readonly url: string;
        /** Tag, branch or commit. A tag or commit makes every web node the same. Allowed: the name of a tag or branch, or a commit's hash. */
        readonly ref: string;
      }
    | undefined;
  /**
   * Cloud only: the archive that such a site comes from, in place of `git`.
   * @default none
   */
  readonly archive?:
    | {
        /** Public address of the archive. Allowed: an https address that ends in .tar.gz or .tgz. */
        readonly url: string;
        /** SHA-256 checksum of the archive; a web node refuses any other file. Allowed: 64 hexadecimal digits in lower case. */
        readonly sha256: string;
      }
    | undefined;
}

/** The web nodes. */
export interface WebConfig {
  /**
   * Number of web nodes (Apache and PHP). Allowed: 1 to 200.
   * @default 1 in preset lab, 2 in preset small and ha
   */
  readonly nodes?: number | undefined;
  /**
   * Cloud only: the number of web nodes follows the load, in place of `nodes`. Allowed: an object with min, max, cpu.
   * @default none
   */
  readonly autoscale?:
    | {
        /** Fewest web nodes. Allowed: 1 to 500. */
        readonly min: number;
        /** Most web nodes. Allowed: 1 to 1000. */
        readonly max: number;
        /** Share of the CPU that is aimed at: above it nodes are added, below it removed. Allowed: a number from 0.05 to 1. */
        readonly cpu: number;
      }
    | undefined;
  /**
   * Memory limit of each web node. Allowed: 128 to 65536 MiB.
   * @default 256
   */
  readonly memoryMb?: number | undefined;
  /**
   * Requests that one web node works on at a time. Apache has six processes more, for health checks. Allowed: 1 to 512.
   * @default 24
   */
  readonly requestWorkers?: number | undefined;
  /**
   * PHP extensions beside those that every node has (mysql, opcache, mbstring). Allowed: a list of extension names in lower case, as in Debian's php8.4-NAME packages.
   * @default []
   */
  readonly phpExtensions?: readonly string[] | undefined;
  /**
   * Largest file that a visitor may upload. PHP's limits and the load balancer's follow it; files that arrive are on disk. Allowed: 1 to 3000 MiB.
   * @default 16
   */
  readonly maxUploadMb?: number | undefined;
  /**
   * Values for php.ini. Allowed: php.ini directives, each with a text, a number or true/false.
   * @default {}
   */
  readonly phpIni?: Readonly<Record<string, string | number | boolean>> | undefined;
  /**
   * Apache's configuration of the site's own: what belongs in a <VirtualHost>, such as redirects, aliases and <Directory>. Allowed: the path of a file.
   * @default none
   */
  readonly apache?: string | undefined;
  /**
   * Whether Apache reads the site's .htaccess files.
   * @default true
   */
  readonly htaccess?: boolean | undefined;
  /**
   * Environment variables of the site. Not for secrets: they are visible in `docker inspect`. Allowed: names in capitals, digits and underscores, each with a text.
   * @default {}
   */
  readonly environment?: Readonly<Record<string, string>> | undefined;
  /**
   * Variables that describe the database by the names that a framework reads. {host}, {port}, {socket}, {readHost}, {readPort}, {name}, {user}, {password} and {caFile} are replaced. PHP finds them with getenv() and in $_SERVER; they are in no process's environment, so that the password stays hidden. Allowed: names in capitals, digits and underscores, each with a text.
   * @default {}
   */
  readonly databaseEnvironment?: Readonly<Record<string, string>> | undefined;
  /**
   * Files with secrets of the site, such as an API key. PHP, and nobody else on a web node, reads each at /run/lampstand/private/secrets/NAME. They are in no environment, image or state. Allowed: names in capitals, digits and underscores, each with the path of a file.
   * @default {}
   */
  readonly secrets?: Readonly<Record<string, string>> | undefined;
  /**
   * More Debian packages to install on each web node. Allowed: a list of Debian package names.
   * @default []
   */
  readonly extraPackages?: readonly string[] | undefined;
}

/** The load balancer. */
export interface LoadBalancerConfig {
  /**
   * Addresses of this machine at which the site is reachable, besides 127.0.0.1. The statistics page stays there. Allowed: a list of IP addresses; 0.0.0.0 is every IPv4 address.
   * @default ["127.0.0.1"]
   */
  readonly listen?: readonly string[] | undefined;
  /**
   * Port that answers HTTP. Allowed: 1 to 65535.
   * @default 8080
   */
  readonly httpPort?: number | undefined;
  /**
   * Port that answers HTTPS and HTTP/2. Allowed: 1 to 65535.
   * @default 8443
   */
  readonly httpsPort?: number | undefined;
  /**
   * Port on 127.0.0.1 for the statistics page and the Prometheus metrics. Allowed: 1024 to 65535.
   * @default 8404
   */
  readonly statusPort?: number | undefined;
  /**
   * Proxies in front of the stack, such as a tunnel or a CDN, whose X-Forwarded-For and X-Forwarded-Proto are believed. 127.0.0.1 is any program of this machine. Local target only. Allowed: a list of IP addresses and networks in CIDR form.
   * @default []
   */
  readonly trustedProxies?: readonly string[] | undefined;
  /**
   * A certificate of your own for HTTPS, of a CA that browsers know. Local target only. The stack's own one goes on answering for localhost. Allowed: an object with certificate, privateKey, chain.
   * @default none
   */
  readonly certificate?:
    | {
        /** The certificate. Allowed: the path of a PEM file. */
        readonly certificate: string;
        /** Its private key. Allowed: the path of a PEM file. */
        readonly privateKey: string;
        /**
         * The certificates between it and its root. Allowed: the path of a PEM file.
         * @default none
         */
        readonly chain?: string | undefined;
      }
    | undefined;
  /**
   * How the balancer chooses a web node for a request.
   * @default "leastconn"
   */
  readonly algorithm?: "leastconn" | "roundrobin" | undefined;
  /**
   * Whether HTTP requests are sent on to HTTPS.
   * @default false
   */
  readonly redirectToHttps?: boolean | undefined;
  /**
   * Names of the site. Requests to the others are sent on to the first, for example from www. Any other name, and an address, is answered as it is. Allowed: a list of two different domain names in lower case, or more.
   * @default []
   */
  readonly hosts?: readonly string[] | undefined;
  /**
   * Whether browsers that had an answer by HTTPS use nothing else for a year (HSTS). Only with a certificate that browsers know.
   * @default false
   */
  readonly hsts?: boolean | undefined;
  /**
   * Largest request body; larger ones are answered with 413. As large as web.maxUploadMb needs, and 64 at least. Allowed: 1 to 4096 MiB.
   * @default 64
   */
  readonly maxRequestBodyMb?: number | undefined;
  /**
   * Longest time that a web node may take to answer, or be silent within an answer. Time-outs of Apache, PHP and MySQL follow it; at most 600 on the cloud. Allowed: 1 to 3600 s.
   * @default 30
   */
  readonly requestTimeoutSeconds?: number | undefined;
  /**
   * Which requests are tried again on another web node when the one that they had reached is lost. safe: GET, HEAD, OPTIONS, and those with an idempotency key; others are answered 502. all: every request, so that one may run twice. never: none. What reached no web node is always tried again.
   * @default "safe"
   */
  readonly retry?: "safe" | "all" | "never" | undefined;
}

/** The MySQL servers. */
export interface DatabaseConfig {
  /**
   * MySQL servers in the replication group. An odd number: a majority must live. Allowed: 1, 3, 5, 7 or 9 (an even number survives no more failures than the odd one below it).
   * @default 1 in preset lab and small, 3 in preset ha
   */
  readonly members?: 1 | 3 | 5 | 7 | 9 | undefined;
  /**
   * Database routers, which lead the site to the primary. Allowed: 1 to 8.
   * @default 1 in preset lab, 2 in preset small and ha
   */
  readonly routers?: number | undefined;
  /**
   * Memory limit of each member. Allowed: 576 to 262144 MiB.
   * @default 640
   */
  readonly memoryMb?: number | undefined;
  /**
   * Name of the site's database. Allowed: up to 63 lower-case letters, digits and underscores, starting with a letter.
   * @default "app"
   */
  readonly name?: string | undefined;
  /**
   * Name of the site's database user. Allowed: up to 31 lower-case letters, digits and underscores, starting with a letter.
   * @default "app"
   */
  readonly user?: string | undefined;
  /**
   * SQL file, or folder of SQL files in order of name, that is loaded once, into a new database. Dumps of other MySQL and MariaDB servers are taken. Allowed: the path of a .sql, .sql.gz or .sql.zst file, or of a folder with such files.
   * @default none
   */
  readonly init?: string | undefined;
  /**
   * Whether MySQL refuses what an ordinary server takes: tables without a primary key, other storage engines than InnoDB.
   * @default false
   */
  readonly strict?: boolean | undefined;
  /**
   * MySQL's settings that the site needs otherwise, by MySQL's names. Allowed: an object with default_time_zone, group_concat_max_len, innodb_ft_min_token_size, innodb_lock_wait_timeout, innodb_print_all_deadlocks, max_allowed_packet, max_heap_table_size, sort_buffer_size, sql_mode, tmp_table_size, wait_timeout.
   * @default {}
   */
  readonly settings?:
    | {
        /**
         * Time zone of sessions that set none. Allowed: an offset from UTC.
         * @default none
         */
        readonly default_time_zone?: string | undefined;
        /**
         * Longest result of GROUP_CONCAT(). Allowed: 4 to 18446744 bytes.
         * @default none
         */
        readonly group_concat_max_len?: number | undefined;
        /**
         * Shortest word in a full-text index. Allowed: 0 to 16.
         * @default none
         */
        readonly innodb_ft_min_token_size?: number | undefined;
        /**
         * How long a statement waits for a locked row. Allowed: 1 to 3600 s.
         * @default none
         */
        readonly innodb_lock_wait_timeout?: number | undefined;
        /**
         * Whether deadlocks are logged.
         * @default none
         */
        readonly innodb_print_all_deadlocks?: boolean | undefined;
        /**
         * Largest statement and largest row. Allowed: a number of bytes, or one with K, M or G.
         * @default none
         */
        readonly max_allowed_packet?: string | undefined;
        /**
         * Largest table in memory. Allowed: a number of bytes, or one with K, M or G.
         * @default none
         */
        readonly max_heap_table_size?: string | undefined;
        /**
         * Memory of a session for sorting. Allowed: a number of bytes, or one with K, M or G.
         * @default none
         */
        readonly sort_buffer_size?: string | undefined;
        /**
         * How strictly values and statements are checked. Allowed: MySQL's names of modes, separated by commas.
         * @default none
         */
        readonly sql_mode?: string | undefined;
        /**
         * Largest temporary table in memory. Allowed: a number of bytes, or one with K, M or G.
         * @default none
         */
        readonly tmp_table_size?: string | undefined;
        /**
         * How long an idle connection stays open. Allowed: 1 to 2147483 s.
         * @default none
         */
        readonly wait_timeout?: number | undefined;
      }
    | undefined;
}

/** The cloud target. */
export interface CloudConfig {
  /**
   * Region of DigitalOcean in which everything is created.
   * @default "fra1"
   */
  readonly region?:
    | "ams3"
    | "atl1"
    | "blr1"
    | "fra1"
    | "lon1"
    | "nyc1"
    | "nyc3"
    | "ric1"
    | "sfo2"
    | "sfo3"
    | "sgp1"
    | "syd1"
    | "tor1"
    | undefined;
  /**
   * Size of each web node's droplet. Allowed: the slug of a droplet size.
   * @default "s-1vcpu-1gb"
   */
  readonly webSize?: string | undefined;
  /**
   * Nodes of the managed load balancer. Allowed: 1 to 100.
   * @default 1 in preset lab, 2 in preset small and ha
   */
  readonly loadBalancerNodes?: number | undefined;
  /**
   * Size of each node of the managed database, and of its read replica. Allowed: the slug of a managed MySQL size.
   * @default "db-s-1vcpu-1gb" in preset lab and small, "db-s-1vcpu-2gb" in preset ha
   */
  readonly databaseSize?: string | undefined;
  /**
   * Nodes of the managed database: a primary and its standbys. Allowed: 1 to 3.
   * @default 1 in preset lab and small, 2 in preset ha
   */
  readonly databaseNodes?: number | undefined;
  /**
   * Whether reads go to a read-only replica of the database.
   * @default false
   */
  readonly readReplica?: boolean | undefined;
  /**
   * Private addresses of the network (VPC). Allowed: a private network (RFC 1918) of /16 to /28 in CIDR form.
   * @default "10.110.0.0/20"
   */
  readonly addressRange?: string | undefined;
  /**
   * Domain of the site. Its DNS has to be at DigitalOcean: record and certificate are made for it, and for the names in loadBalancer.hosts. Allowed: a domain name in lower case.
   * @default none
   */
  readonly domain?: string | undefined;
  /**
   * A certificate of your own, in place of the one from Let's Encrypt. Allowed: an object with certificate, privateKey, chain.
   * @default none
   */
  readonly certificate?:
    | {
        /** The certificate. Allowed: the path of a PEM file. */
        readonly certificate: string;
        /** Its private key. Allowed: the path of a PEM file. */
        readonly privateKey: string;
        /**
         * The certificates between it and its root. Allowed: the path of a PEM file.
         * @default none
         */
        readonly chain?: string | undefined;
      }
    | undefined;
  /**
   * Address that alerts are sent to. It has to be confirmed in the account. Allowed: an e-mail address.
   * @default none
   */
  readonly alertEmail?: string | undefined;
  /**
   * Who may log in to web nodes: names of keys in the account, or paths of .pub files. Allowed: a list of names of SSH keys and paths of .pub files.
   * @default []
   */
  readonly sshKeys?: readonly string[] | undefined;
  /**
   * Networks from which SSH is allowed. None by default. Allowed: a list of networks in CIDR form.
   * @default []
   */
  readonly sshSources?: readonly string[] | undefined;
  /**
   * When DigitalOcean may maintain the database, in UTC. Allowed: an object with day, hour.
   * @default {"day":"sunday","hour":"03:00"}
   */
  readonly maintenance?:
    | {
        /** Day of the week. */
        readonly day: "monday" | "tuesday" | "wednesday" | "thursday" | "friday" | "saturday" | "sunday";
        /** Hour at which it starts. Allowed: a full hour of the day, UTC. */
        readonly hour: string;
      }
    | undefined;
  /**
   * HTTP proxy in the droplets' network, by which web nodes take packages and fetch the site (`app.git`, `app.archive`). Allowed: http://NAME:PORT, without credentials, since Terraform's state would hold them.
   * @default none
   */
  readonly proxy?: string | undefined;
  /**
   * Whether web nodes run DigitalOcean's agent for memory and disk metrics.
   * @default false
   */
  readonly metricsAgent?: boolean | undefined;
  /**
   * Bucket on Spaces that keeps Terraform's state, for teams. Without it, a local file does. Allowed: an object with bucket, region.
   * @default none
   */
  readonly state?:
    | {
        /** The bucket, which has to be there already. Allowed: 3 to 63 lower-case letters, digits and hyphens. */
        readonly bucket: string;
        /** The bucket's region. */
        readonly region:
          | "ams3"
          | "atl1"
          | "blr1"
          | "fra1"
          | "lon1"
          | "nyc3"
          | "sfo2"
          | "sfo3"
          | "sgp1"
          | "syd1"
          | "tor1";
      }
    | undefined;
}

/** What lampstand.config.ts holds: every field is optional, the preset and the defaults fill the rest. */
export interface Config {
  /**
   * Name of the stack; containers, networks and volumes start with it. Allowed: 2 to 30 lower-case letters, digits and hyphens, starting with a letter.
   * @default "lampstand"
   */
  readonly name?: string | undefined;
  /**
   * lab: one of each, to see it break. small: two web nodes, one database. ha: no single server matters.
   * @default "ha"
   */
  readonly preset?: "lab" | "small" | "ha" | undefined;
  /**
   * The PHP site.
   * @default each field's own default
   */
  readonly app?: AppConfig | undefined;
  /**
   * The web nodes.
   * @default each field's own default
   */
  readonly web?: WebConfig | undefined;
  /**
   * The load balancer.
   * @default each field's own default
   */
  readonly loadBalancer?: LoadBalancerConfig | undefined;
  /**
   * The MySQL servers.
   * @default each field's own default
   */
  readonly database?: DatabaseConfig | undefined;
  /**
   * The cloud target.
   * @default each field's own default
   */
  readonly cloud?: CloudConfig | undefined;
}
