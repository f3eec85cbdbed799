import { z } from "zod";
import { isCidr } from "../addresses/index.ts";
import { databaseSettingsSchema } from "./database-settings.ts";
import { anyPort, certificateSchema, count, domainName, filePath, flag, port } from "./schema-fields.ts";

/** The largest number of web nodes: the places of the balancer's discovery. */
export const maxWebNodes = 200;

const environmentName = z.string().regex(/^[A-Z_][A-Z0-9_]*$/);

/** Limits of DigitalOcean's autoscale pools. */
const autoscaleSchema = z.strictObject({
  min: count(1, 500, "Fewest web nodes.", 2),
  max: count(1, 1000, "Most web nodes.", 6),
  cpu: z.number().min(0.05).max(1).meta({
    description: "Share of the CPU that is aimed at: above it nodes are added, below it removed.",
    allowed: "a number from 0.05 to 1",
    example: 0.6,
  }),
});

export const webSchema = z
  .strictObject({
    nodes: count(1, maxWebNodes, "Number of web nodes (Apache and PHP).", 2),
    autoscale: autoscaleSchema.meta({
      description: "Cloud only: the number of web nodes follows the load, in place of `nodes`.",
      allowed: "an object with min, max, cpu",
      example: { min: 2, max: 6, cpu: 0.6 },
    }),
    memoryMb: count(128, 65536, "Memory limit of each web node.", 256, "MiB"),
    requestWorkers: count(
      1,
      512,
      "Requests that one web node works on at a time. Apache has six processes more, for health checks.",
      24,
    ),
    phpExtensions: z
      .array(z.string().regex(/^(?!php)[a-z][a-z0-9_]*$/))
      .max(50)
      .meta({
        description: "PHP extensions beside those that every node has (mysql, opcache, mbstring).",
        allowed: "a list of extension names in lower case, as in Debian's php8.4-NAME packages",
        example: ["gd", "intl"],
      }),
    maxUploadMb: count(
      1,
      3000,
      "Largest file that a visitor may upload. PHP's limits and the load balancer's follow it; files that arrive are on disk.",
      16,
      "MiB",
    ),
    phpIni: z
      .record(
        z.string().regex(/^[a-z][a-z0-9_-]*(\.[a-z0-9_-]+)*$/i),
        z.union([z.string(), z.number(), z.boolean()]),
      )
      .meta({
        description: "Values for php.ini.",
        allowed: "php.ini directives, each with a text, a number or true/false",
        example: { memory_limit: "256M" },
      }),
    apache: filePath(
      "Apache's configuration of the site's own: what belongs in a <VirtualHost>, such as redirects, aliases and <Directory>.",
      "the path of a file",
      "conf/site.conf",
    ),
    htaccess: flag("Whether Apache reads the site's .htaccess files.", true),
    environment: z.record(environmentName, z.string()).meta({
      description:
        "Environment variables of the site. Not for secrets: they are visible in `docker inspect`.",
      allowed: "names in capitals, digits and underscores, each with a text",
      example: { MAIL_FROM: "site@example.org" },
    }),
    databaseEnvironment: z.record(environmentName, z.string()).meta({
      description:
        "Variables that describe the database by the names that a framework reads. {host}, {port}, {socket}, {readHost}, " +
        "{readPort}, {name}, {user}, {password} and {caFile} are replaced. PHP finds them with getenv() and in $_SERVER; " +
        "they are in no process's environment, so that the password stays hidden.",
      allowed: "names in capitals, digits and underscores, each with a text",
      example: { DB_DATABASE: "{name}", DB_USERNAME: "{user}", DB_PASSWORD: "{password}" },
    }),
    secrets: z
      .record(environmentName, filePath("A file of this machine.", "the path of a file", "secrets/key"))
      .meta({
        description:
          "Files with secrets of the site, such as an API key. PHP, and nobody else on a web node, reads each at /run/lampstand/private/secrets/NAME. " +
          "They are in no environment, image or state.",
        allowed: "names in capitals, digits and underscores, each with the path of a file",
        example: { PAYMENT_KEY: "secrets/payment-key" },
      }),
    extraPackages: z
      .array(z.string().regex(/^[a-z0-9][a-z0-9+.-]+$/))
      .max(50)
      .meta({
        description: "More Debian packages to install on each web node.",
        allowed: "a list of Debian package names",
        example: ["imagemagick"],
      }),
  })
  .partial();

export const loadBalancerSchema = z
  .strictObject({
    listen: z
      .array(z.union([z.ipv4(), z.ipv6()]))
      .min(1)
      .max(8)
      .meta({
        description:
          "Addresses of this machine at which the site is reachable, besides 127.0.0.1. The statistics page stays there.",
        allowed: "a list of IP addresses; 0.0.0.0 is every IPv4 address",
        example: ["0.0.0.0"],
      }),
    httpPort: anyPort("Port that answers HTTP.", 8080),
    httpsPort: anyPort("Port that answers HTTPS and HTTP/2.", 8443),
    statusPort: port("Port on 127.0.0.1 for the statistics page and the Prometheus metrics.", 8404),
    trustedProxies: z
      .array(z.union([z.ipv4(), z.ipv6(), z.string().refine(isCidr)]))
      .max(100)
      .meta({
        description:
          "Proxies in front of the stack, such as a tunnel or a CDN, whose X-Forwarded-For and X-Forwarded-Proto are " +
          "believed. 127.0.0.1 is any program of this machine. Local target only.",
        allowed: "a list of IP addresses and networks in CIDR form",
        example: ["192.0.2.0/24"],
      }),
    certificate: certificateSchema.meta({
      description:
        "A certificate of your own for HTTPS, of a CA that browsers know. Local target only. The stack's own one goes on answering for localhost.",
      allowed: "an object with certificate, privateKey, chain",
      example: { certificate: "tls/site.crt", privateKey: "tls/site.key" },
    }),
    algorithm: z.enum(["leastconn", "roundrobin"]).meta({
      description: "How the balancer chooses a web node for a request.",
      example: "leastconn",
    }),
    redirectToHttps: flag("Whether HTTP requests are sent on to HTTPS.", false),
    hosts: z
      .array(
        domainName.meta({
          description: "A name.",
          allowed: "a domain name in lower case",
          example: "example.org",
        }),
      )
      .max(20)
      .refine((hosts) => hosts.length !== 1 && new Set(hosts).size === hosts.length)
      .meta({
        description:
          "Names of the site. Requests to the others are sent on to the first, for example from www. Any other name, and an address, is answered as it is.",
        allowed: "a list of two different domain names in lower case, or more",
        example: ["example.org", "www.example.org"],
      }),
    hsts: flag(
      "Whether browsers that had an answer by HTTPS use nothing else for a year (HSTS). Only with a certificate that browsers know.",
      false,
    ),
    maxRequestBodyMb: count(
      1,
      4096,
      "Largest request body; larger ones are answered with 413. As large as web.maxUploadMb needs, and 64 at least.",
      64,
      "MiB",
    ),
    requestTimeoutSeconds: count(
      1,
      3600,
      "Longest time that a web node may take to answer, or be silent within an answer. Time-outs of Apache, PHP and MySQL follow it; at most 600 on the cloud.",
      30,
      "s",
    ),
    retry: z.enum(["safe", "all", "never"]).meta({
      description:
        "Which requests are tried again on another web node when the one that they had reached is lost. safe: GET, " +
        "HEAD, OPTIONS, and those with an idempotency key; others are answered 502. all: every request, so that one " +
        "may run twice. never: none. What reached no web node is always tried again.",
      example: "safe",
    }),
  })
  .partial();

export const databaseSchema = z
  .strictObject({
    members: z.union([z.literal(1), z.literal(3), z.literal(5), z.literal(7), z.literal(9)]).meta({
      description: "MySQL servers in the replication group. An odd number: a majority must live.",
      allowed: "1, 3, 5, 7 or 9 (an even number survives no more failures than the odd one below it)",
      example: 3,
    }),
    routers: count(1, 8, "Database routers, which lead the site to the primary.", 2),
    memoryMb: count(576, 262144, "Memory limit of each member.", 640, "MiB"),
    name: z
      .string()
      .regex(/^[a-z][a-z0-9_]{0,62}$/)
      .meta({
        description: "Name of the site's database.",
        allowed: "up to 63 lower-case letters, digits and underscores, starting with a letter",
        example: "app",
      }),
    user: z
      .string()
      .regex(/^[a-z][a-z0-9_]{0,30}$/)
      .meta({
        description: "Name of the site's database user.",
        allowed: "up to 31 lower-case letters, digits and underscores, starting with a letter",
        example: "app",
      }),
    init: filePath(
      "SQL file, or folder of SQL files in order of name, that is loaded once, into a new database. Dumps of other MySQL and MariaDB servers are taken.",
      "the path of a .sql, .sql.gz or .sql.zst file, or of a folder with such files",
      "app/schema.sql",
    ),
    strict: flag(
      "Whether MySQL refuses what an ordinary server takes: tables without a primary key, other storage engines than InnoDB.",
      false,
    ),
    settings: databaseSettingsSchema.meta({
      description: "MySQL's settings that the site needs otherwise, by MySQL's names.",
      allowed: `an object with ${Object.keys(databaseSettingsSchema.shape).join(", ")}`,
      example: { max_allowed_packet: "64M" },
    }),
  })
  .partial();
