import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import mysql from "mysql2/promise";
import {
  type DatabaseOptions,
  databaseImage,
  databaseNeeds,
  groupPlace,
  MIN_MEMORY_MB,
  stageInit,
} from "../../../modules/database/index.ts";
import { ensureSecrets, type StackSecrets } from "../../../modules/secrets/index.ts";
import {
  readApp,
  sessionsSql,
  type WebNodeOptions,
  webNodeDefaults,
} from "../../../modules/web-node/index.ts";
import { buildImage, docker, needsArguments, uniqueName, until } from "../../support/docker.ts";
import { socketPages } from "./socket-pages.ts";
import { ask, Web } from "./web.ts";

const app = join(import.meta.dirname, "../../../app");
const sessionPage = `<?php
$started = session_start();
if (isset($_GET["add"])) { $_SESSION["count"] = ($_SESSION["count"] ?? 0) + 1; }
if (isset($_GET["pause"])) { usleep(100000); }
sleep((int) ($_GET["hold"] ?? 0));
if (isset($_GET["bytes"])) { $_SESSION["bytes"] = "\\0\\xff'" . str_repeat("x", (int) $_GET["bytes"]); }
if (isset($_GET["regenerate"])) { session_regenerate_id(true); }
$answer = ["started" => $started, "count" => $_SESSION["count"] ?? 0, "id" => session_id(),
  "bytes" => bin2hex(substr($_SESSION["bytes"] ?? "", 0, 3))];
if (isset($_GET["destroy"])) { session_destroy(); }
header("Content-Type: application/json");
echo json_encode($answer);`;

const databaseOptions: DatabaseOptions = {
  members: ["database-1"],
  memoryMb: MIN_MEMORY_MB,
  database: "app",
  user: "app",
  schemaSql: [sessionsSql()],
};

/** The default site with a page to try sessions with, as a node of a stack has it. */
export const siteOptions: WebNodeOptions = {
  ...webNodeDefaults,
  requestTimeoutSeconds: 8,
  appFiles: [...readApp(app), { path: "public/session.php", content: sessionPage }, ...socketPages],
  documentRoot: "public",
  writableFolders: ["uploads"],
  environment: { APP_DB_WAIT_MS: "20000" },
  databaseEnvironment: {
    DATABASE_URL: "mysql://app:{password}@127.0.0.1:3306/app",
    QUOTED: 'a"b\\c {password}',
  },
};

/** The default site on two web nodes with one database member that answers to the routers' names. */
export class SiteStack {
  readonly web = new Web();
  readonly #folder = mkdtempSync(join(tmpdir(), "lampstand-webtest-"));
  #secrets: StackSecrets | undefined;

  get database(): string {
    return this.web.containerOf("database-1");
  }

  /** Starts all; gives the web nodes' addresses. */
  async start(): Promise<readonly [string, string]> {
    const secrets = await ensureSecrets(join(this.#folder, "secrets"), databaseOptions.members);
    const group = join(this.#folder, "group");
    mkdirSync(group);
    const init = [{ path: "schema.sql", content: readFileSync(join(app, "schema.sql")) }];
    writeFileSync(join(group, groupPlace.init), stageInit(init, group));
    writeFileSync(join(group, groupPlace.members), databaseOptions.members.join("\n"));
    this.#secrets = secrets;
    await this.web.open();
    const image = await this.web.build("webtest-database", databaseImage(databaseOptions));
    await this.web.run("database-1", image, [
      ...needsArguments(databaseNeeds(databaseOptions)),
      ...["--hostname", "database-1", "--env", "NODE_NAME=database-1", "--restart", "always"],
      ...["--network-alias", "database-1", "--network-alias", "db", "--network-alias", "db-read"],
      ...["--volume", `${secrets.memberFolders["database-1"]}:/run/lampstand/secrets:ro`],
      ...["--volume", `${group}:${groupPlace.folder}:ro`],
      ...["--volume", `${this.web.volume("data")}:/var/lib/mysql`],
    ]);
    const uploads = this.web.volume("uploads");
    const more = [
      ...[
        "LAMPSTAND_DB_HOST=db",
        "LAMPSTAND_DB_PORT=3306",
        "LAMPSTAND_DB_READ_HOST=db-read",
        "LAMPSTAND_DB_READ_PORT=3306",
        "DB_NAME=app",
        "DB_USER=app",
      ],
      "LAMPSTAND_MEMBERS=database-1",
    ].flatMap((variable) => ["--env", variable]);
    more.push("--volume", `${uploads}:/var/www/app/uploads`);
    more.push("--volume", `${secrets.webFolder}:/run/lampstand/secrets:ro`);
    const first = await this.web.start("web-1", siteOptions, more);
    const second = await this.web.start("web-2", siteOptions, more);
    await this.ready(first);
    const tables = "SELECT 1 FROM bench, lampstand_sessions LIMIT 1";
    const hasTables = () =>
      this.sql(tables).then(
        () => true,
        () => false,
      );
    await until("the tables are there", hasTables);
    return [first, second];
  }

  /** Waits until a web node reaches its database. */
  async ready(address: string): Promise<void> {
    await until(
      "the database takes writes",
      async () => (await ask(address, "/readyz")).status === 200,
      90_000,
    );
  }

  /** Runs a statement as the app's user, from outside the web nodes; gives the rows. */
  async sql(statement: string): Promise<readonly mysql.RowDataPacket[]> {
    if (this.#secrets === undefined) throw new Error("the stack has not been started");
    const connection = await mysql.createConnection({
      host: await this.web.addressOf("database-1"),
      user: "app",
      database: "app",
      password: readFileSync(join(this.#secrets.webFolder, "db-password"), "utf8"),
      ssl: { ca: readFileSync(join(this.#secrets.webFolder, "ca.crt"), "utf8") },
    });
    try {
      const [rows] = await connection.query<mysql.RowDataPacket[]>(statement);
      return rows;
    } finally {
      await connection.end();
    }
  }

  /** Has the database's machine refuse what comes to MySQL's port, open connections included, or ends that. */
  async assertDatabase(rule: "--insert" | "--delete"): Promise<void> {
    const refusal = ["INPUT", "--protocol", "tcp", "--dport", "3306", "--jump", "REJECT"];
    const iptables = ["iptables", rule, ...refusal, "--reject-with", "tcp-reset"];
    const network = ["--network", `container:${this.database}`, "--cap-add", "NET_ADMIN"];
    await docker("run", "--rm", ...network, await buildImage("webtest-iptables", iptablesImage), ...iptables);
  }

  async close(): Promise<void> {
    await this.web.close();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}

/** By a container, since this machine's own iptables needs root, and may not be the engine's machine's. */
const iptablesImage = {
  dockerfile:
    "FROM debian:13\nRUN apt-get update -qq && apt-get install -qq -y --no-install-recommends iptables > /dev/null\n",
  files: [],
};

/** A name for something that a test stores. */
export function newId(): string {
  return uniqueName("entry");
}
