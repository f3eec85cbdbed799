import { readFileSync } from "node:fs";
import type { RecipeFile } from "../image/index.ts";
import { mysqlInstaller } from "../mysql-packages/index.ts";
import { gracefulStopSeconds } from "./apache.ts";
import type { NodeOptions } from "./options.ts";
import { places } from "./places.ts";
import { shellWord } from "./quote.ts";
import { dropletFiles } from "./shipped.ts";

/** Where a droplet gets the site from. */
export type AppSource =
  /** Out of its own user data. */
  | { readonly kind: "inlined"; readonly files: readonly RecipeFile[] }
  /** `ref` is a tag, a branch or a whole commit id. */
  | { readonly kind: "git"; readonly url: string; readonly ref: string }
  /** A gzip'd tar archive whose top is the app's folder, with its SHA-256 in hexadecimal digits. */
  | { readonly kind: "archive"; readonly url: string; readonly sha256: string };

/** How the site gets to its database. The texts may be placeholders that someone else fills in later. */
export interface DatabaseAccess {
  readonly host: string;
  readonly port: string;
  readonly readHost: string;
  readonly readPort: string;
  readonly name: string;
  readonly user: string;
  readonly password: string;
  /** PEM. */
  readonly caCertificate: string;
}

/** All that decides what a droplet becomes. */
export interface DropletOptions {
  readonly node: NodeOptions;
  readonly app: AppSource;
  readonly database: DatabaseAccess;
  /**
   * When the site became what it is, as RFC 3339 has it: the same on every droplet, and the date of its files. May be a
   * placeholder that someone else fills in later.
   */
  readonly siteTime: string;
  /** The site's own secrets, by name: in base64, which may be a placeholder, and how many bytes that has. @default none */
  readonly secrets?: Readonly<Record<string, { readonly base64: string; readonly bytes: number }>>;
  /** SQL files that are loaded once, in this order, into a new database. */
  readonly init: readonly RecipeFile[];
  /** Size of the swap file in MiB; 0 for none. */
  readonly swapMb: number;
  /** HTTP proxy by which packages and the site are fetched, without credentials. @default none */
  readonly proxy?: string | undefined;
}

/**
 * A node that stops keeps working for this long while its health check reports it as unhealthy: two failed checks,
 * 3 s apart, each given up after 3 s.
 */
const drainNoticeSeconds = 10;

/** Folder of the database's first contents, root's alone. */
const initFolder = "/var/lib/lampstand/init";
const secretsFolder = "/etc/lampstand/secrets";
const databaseFile = "/etc/lampstand/database";
const siteTimeFile = "/etc/lampstand/site-time";
const archiveFile = "/var/lib/lampstand/app.tar";
const environmentEnd = `. ${databaseFile}
# Every machine has a name of its own, also while an old one and its successor serve side by side.
export NODE_NAME="$(hostname)-$(cat /var/lib/cloud/data/instance-id)"
`;

/** Packages that only a droplet needs. */
export function dropletPackages(app: AppSource): readonly string[] {
  const fetching = { inlined: [], git: ["git"], archive: ["curl"] };
  return [
    "ca-certificates",
    "mariadb-client-core",
    "php8.4-cli",
    "unattended-upgrades",
    ...fetching[app.kind],
  ];
}

/** Files that only a droplet has and that hold no secret, by absolute path. */
export function ownFiles(
  options: DropletOptions,
  environment: Readonly<Record<string, string>>,
): RecipeFile[] {
  const assignments = Object.entries(environment)
    .map(([name, value]) => `export ${name}=${shellWord(value)}\n`)
    .join("");
  return [
    ...dropletFiles(),
    { path: places.environmentFile, content: `${assignments}${environmentEnd}` },
    { path: "/etc/systemd/system/apache2.service.d/lampstand.conf", content: apacheUnit(options.node) },
    { path: "/etc/systemd/system/lampstand-database.service", content: databaseUnit },
    { path: "/etc/systemd/system/lampstand-database-socket.service", content: socketUnit },
    { path: places.mysqlInstaller, content: readFileSync(mysqlInstaller), mode: 0o700 },
    { path: "/etc/apt/apt.conf.d/99-lampstand", content: upgrades },
    { path: places.schemaPending, content: "" },
    ...options.init.map((file, index) => ({
      ...file,
      path: `${initFolder}/${String(index + 1).padStart(3, "0")}-${file.path.replaceAll("/", "-")}`,
      mode: 0o600,
    })),
  ];
}

/** Files that hold what is known only to Terraform, root's alone, as text. */
export function filledInFiles({
  database,
  siteTime,
}: Pick<DropletOptions, "database" | "siteTime">): readonly { path: string; text: string }[] {
  const variables = {
    LAMPSTAND_DB_HOST: database.host,
    LAMPSTAND_DB_PORT: database.port,
    LAMPSTAND_DB_READ_HOST: database.readHost,
    LAMPSTAND_DB_READ_PORT: database.readPort,
    DB_NAME: database.name,
    DB_USER: database.user,
    DB_PASSWORD_FILE: `${places.privateFolder}/db-password`,
    DB_CA_FILE: `${places.privateFolder}/ca.crt`,
  };
  const assignments = Object.entries(variables).map(([name, value]) => `export ${name}='${value}'\n`);
  return [
    { path: databaseFile, text: assignments.join("") },
    { path: siteTimeFile, text: siteTime },
    { path: `${secretsFolder}/db-password`, text: database.password },
    { path: `${secretsFolder}/ca.crt`, text: database.caCertificate },
  ];
}

/**
 * Gives the site's files their date. Those in user data have none, and git's is that of the checkout: each droplet would have
 * its own, and an edited file of the same size the date that it had. An archive's files have theirs.
 */
export function dateCommands({ kind }: AppSource): readonly string[] {
  if (kind === "archive") return [];
  return [`find ${places.app} -exec touch --no-dereference --date="$(cat ${siteTimeFile})" {} +`];
}

/** Where the site's own secrets are, root's alone, by name. */
export function secretFile(name: string): string {
  return `${secretsFolder}/site/${name}`;
}

/** Shell commands that bring the site's files to their place; the proxy is for these alone. */
export function fetchCommands({ app, proxy }: Pick<DropletOptions, "app" | "proxy">): readonly string[] {
  const commands = commandsOf(app);
  if (commands.length === 0 || proxy === undefined) return commands;
  const variables = ["http_proxy", "https_proxy"].map((name) => `${name}=${shellWord(proxy)}`).join(" ");
  return [`export ${variables}`, ...commands, "unset http_proxy https_proxy"];
}

function commandsOf(app: AppSource): readonly string[] {
  if (app.kind === "inlined") return [];
  if (app.kind === "git")
    return [
      `git init -q ${places.app}`,
      `git -C ${places.app} fetch -q --depth 1 --end-of-options ${shellWord(app.url)} ${shellWord(app.ref)}`,
      `git -C ${places.app} checkout -q FETCH_HEAD`,
      `rm -rf ${places.app}/.git`,
    ];
  return [
    `curl -fsSL --retry 5 --output ${archiveFile} -- ${shellWord(app.url)}`,
    `echo ${shellWord(`${app.sha256}  ${archiveFile}`)} | sha256sum --check --quiet`,
    `mkdir -p ${places.app}`,
    `tar -xf ${archiveFile} -C ${places.app} --no-same-owner --no-same-permissions`,
    `rm ${archiveFile}`,
  ];
}

/**
 * At a stop the node first fails its health check, then finishes the requests in flight. Debian's own unit cuts them off:
 * its graceful-stop returns at once, and SIGTERM follows. The metadata service hands out the user data, and with it
 * the database's password, to whoever asks from this machine: not to PHP.
 */
const apacheUnit = (node: NodeOptions) => `[Unit]
After=network-online.target lampstand-database-socket.service
Wants=network-online.target lampstand-database-socket.service

[Service]
ExecStartPre=/bin/rm -f ${places.draining}
ExecStartPre=${places.privateCopies} ${secretsFolder}
ExecStop=
ExecStop=/bin/touch ${places.draining}
ExecStop=/bin/sleep ${drainNoticeSeconds}
KillMode=mixed
KillSignal=SIGWINCH
TimeoutStopSec=${drainNoticeSeconds + gracefulStopSeconds(node) + 5}
Restart=always
IPAddressDeny=169.254.169.254
`;

/** Ends after Apache, whose requests in flight need it. */
const socketUnit = `[Unit]
Description=The database at localhost
After=network-online.target
Wants=network-online.target
StartLimitIntervalSec=0

[Service]
ExecStartPre=${places.privateCopies} ${secretsFolder}
ExecStart=/bin/sh -c '. ${places.environmentScript}; exec setpriv --reuid=www-data --regid=www-data --init-groups ${places.databaseSocket}'
Restart=always
RestartSec=200ms
IPAddressDeny=169.254.169.254
`;

const databaseUnit = `[Unit]
Description=The site's tables, brought into a new database once, by whichever web node comes first
After=network-online.target lampstand-database-socket.service
Wants=network-online.target lampstand-database-socket.service
ConditionPathExists=${places.schemaPending}

[Service]
Type=oneshot
Environment=HOME=/root
ExecStart=/bin/sh -c '. ${places.environmentScript}; exec php8.4 ${places.php}/set-up-database.php ${initFolder} ${places.schemaPending}'
# The console of the control panel shows why a load failed, without a login.
StandardOutput=journal+console
Restart=on-failure
RestartSec=10

[Install]
WantedBy=multi-user.target
`;

/** Debian's own choice of what is upgraded by itself: security. */
const upgrades = `APT::Periodic::Update-Package-Lists "1";
APT::Periodic::Unattended-Upgrade "1";
`;
