import { z } from "zod";

/** Names that end up in container names, DNS names and tags: what all of them accept. */
const nameSchema = (what: string, example: string, maxLength: number) =>
  z
    .string()
    .regex(/^[a-z][a-z0-9-]*[a-z0-9]$/)
    .max(maxLength)
    .meta({
      description: what,
      allowed: `2 to ${maxLength} lower-case letters, digits and hyphens, starting with a letter`,
      example,
    });

const count = (min: number, max: number, description: string, example: number, unit?: string) =>
  z.int().min(min).max(max).meta({ description, example, unit });

const port = (description: string, example: number) => count(1024, 65535, description, example);

/** One way to write each folder, so that two that are the same or in each other are seen to be. */
const folderRule =
  "a path below the app's folder, without a leading, trailing or double slash and without ..";

const folder = (description: string, example: string) =>
  z
    .string()
    .regex(/^(?!.*\/\.{0,2}(\/|$))\w[\w./-]*$/)
    .meta({ description, allowed: folderRule, example });

/** The largest number of web nodes: what the balancer's discovery by DNS is tested with. */
export const maxWebNodes = 64;

const appSchema = z
  .strictObject({
    path: z.string().min(1).meta({
      description: "Folder of the PHP site, relative to the config file.",
      allowed: "the path of a folder",
      example: "app",
    }),
    documentRoot: folder("Folder below the app's that Apache serves.", "public").or(z.literal("")).meta({
      description: 'Folder below `path` that Apache serves; "" serves `path` itself.',
      allowed: "a path below the app's folder, without a leading slash or ..",
      example: "public",
    }),
    writableFolders: z
      .array(folder("A writable folder.", "uploads"))
      .max(20)
      .meta({
        description: "Folders below `path` that the site writes to. All web nodes share them.",
        example: ["public/uploads"],
      }),
  })
  .partial();

const environmentName = z.string().regex(/^[A-Z_][A-Z0-9_]*$/);

const webSchema = z
  .strictObject({
    nodes: count(1, maxWebNodes, "Number of web nodes (Apache and PHP).", 2),
    memoryMb: count(128, 65536, "Memory limit of each web node.", 256, "MiB"),
    requestWorkers: count(
      1,
      512,
      "Requests that one web node works on at a time (Apache's MaxRequestWorkers).",
      24,
    ),
    phpExtensions: z
      .array(z.string().regex(/^[a-z][a-z0-9_]*$/))
      .max(50)
      .meta({
        description: "PHP extensions beside those that every node has (mysql, opcache, mbstring).",
        allowed: "a list of extension names in lower case, as in Debian's php8.4-NAME packages",
        example: ["gd", "intl"],
      }),
    phpIni: z
      .record(z.string().regex(/^[a-z_][a-z0-9_.]*$/i), z.union([z.string(), z.number(), z.boolean()]))
      .meta({
        description: "Values for php.ini.",
        allowed: "php.ini directives, each with a text, a number or true/false",
        example: { upload_max_filesize: "16M" },
      }),
    htaccess: z
      .boolean()
      .meta({ description: "Whether Apache reads the site's .htaccess files.", example: true }),
    environment: z.record(environmentName, z.string()).meta({
      description:
        "Environment variables of the site. Not for secrets: they are visible in `docker inspect`.",
      allowed: "names in capitals, digits and underscores, each with a text",
      example: { MAIL_FROM: "site@example.org" },
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

const loadBalancerSchema = z
  .strictObject({
    httpPort: port("Port on 127.0.0.1 that answers HTTP.", 8080),
    httpsPort: port("Port on 127.0.0.1 that answers HTTPS and HTTP/2.", 8443),
    statusPort: port("Port on 127.0.0.1 for the statistics page and the Prometheus figures.", 8404),
    algorithm: z.enum(["leastconn", "roundrobin"]).meta({
      description: "How the balancer chooses a web node for a request.",
      example: "leastconn",
    }),
    redirectToHttps: z.boolean().meta({
      description: "Whether HTTP requests are sent on to HTTPS.",
      example: false,
    }),
    maxRequestBodyMb: count(1, 4096, "Largest request body; larger ones are answered with 413.", 64, "MiB"),
    requestTimeoutSeconds: count(1, 3600, "Longest time that a web node may take to answer.", 30, "s"),
  })
  .partial();

const databaseSchema = z
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
    init: z.string().min(1).meta({
      description:
        "SQL file, or folder of SQL files in order of name, that is loaded once, into a new database.",
      allowed: "the path of a .sql file or of a folder with .sql files",
      example: "app/schema.sql",
    }),
  })
  .partial();

export const presetNames = ["lab", "small", "ha"] as const;

/** What a user may write in lampstand.config.ts. All fields are optional; the preset and `defaults` fill them. */
export const configSchema = z
  .strictObject({
    name: nameSchema("Name of the stack; containers, networks and volumes start with it.", "lampstand", 30),
    preset: z.enum(presetNames).meta({
      description:
        "lab: one of each, to see it break. small: two web nodes, one database. ha: no single server matters.",
      example: "ha",
    }),
    app: appSchema.meta({ description: "The PHP site.", example: { path: "app" } }),
    web: webSchema.meta({ description: "The web nodes.", example: { nodes: 2 } }),
    loadBalancer: loadBalancerSchema.meta({ description: "The load balancer.", example: { httpPort: 8080 } }),
    database: databaseSchema.meta({ description: "The MySQL servers.", example: { members: 3 } }),
  })
  .partial()
  .meta({ example: { preset: "ha" } });

/** The input of `defineConfig`. */
export type Config = z.input<typeof configSchema>;
export type PresetName = (typeof presetNames)[number];
