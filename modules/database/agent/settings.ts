import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";

const SECRETS = "/run/lampstand/secrets";
/** In which each deploy lists the group's members; it changes while members run. */
const GROUP_FOLDER = "/run/lampstand/group";
/** Where mysqld reads its certificate; as in my.cnf. */
const TLS = "/run/mysqld/tls";

/** Unix account of mysqld; made with these ids in the image, since volumes outlive images. */
export const MYSQL_ACCOUNT = { uid: 3306, gid: 3306 } as const;
export const SOCKET = "/run/mysqld/mysqld.sock";
/** Lampstand's own SQL, which can be run again at any time. */
export const SCHEMA_FOLDER = "/opt/lampstand/schema";
/** The agent's own files, in memory. */
export const AGENT_FOLDER = "/run/lampstand-agent";
/** Where the agent takes operators' commands; only root may connect. */
export const COMMAND_SOCKET = "/run/lampstand-agent/command.sock";

/** What this member was started with. */
export interface Settings {
  readonly node: string;
  readonly serverId: number;
  readonly database: string;
  readonly user: string;
}

/** Reads the environment. Throws an error that names what is missing. */
export function readSettings(environment: Readonly<Record<string, string | undefined>>): Settings {
  const need = (name: string): string => {
    const value = environment[name];
    if (!value) throw new Error(`the environment variable ${name} is not set`);
    return value;
  };
  const node = need("NODE_NAME");
  const ordinal = Number(/-([0-9]+)$/.exec(node)?.[1]);
  if (!(ordinal >= 1)) throw new Error(`NODE_NAME ${node} has to end in -<number>`);
  return { node, serverId: ordinal, database: need("DB_NAME"), user: need("DB_USER") };
}

/** The members that the last deploy listed, in order; none before the first has. */
export function listedMembers(): string[] {
  const file = join(GROUP_FOLDER, "members");
  if (!existsSync(file)) return [];
  return readFileSync(file, "utf8")
    .split("\n")
    .filter((line) => line !== "");
}

/** The user's SQL, which is loaded once. */
export interface InitSql {
  /** Identifies names and content. */
  readonly hash: string;
  /** Paths, in order. */
  readonly files: readonly string[];
}

/** The SQL that the last deploy named; undefined before the first has. */
export function initSql(): InitSql | undefined {
  const mark = join(GROUP_FOLDER, "init");
  if (!existsSync(mark)) return undefined;
  const hash = readFileSync(mark, "utf8").trim();
  const folder = join(GROUP_FOLDER, "init-files", hash);
  return hash !== "" && existsSync(folder) ? { hash, files: sqlFilesOf(folder) } : undefined;
}

/** True once the whole stack is being removed: nobody stays to hand anything over to. */
export function isDissolved(): boolean {
  return existsSync(join(GROUP_FOLDER, "dissolved"));
}

export function readSecret(name: "app-password" | "replication-password"): string {
  return readFileSync(join(SECRETS, name), "utf8").trim();
}

/** A name of MySQL's that needs no quoting; files that are being written have others. */
const userName = /^[a-z][a-z0-9_]{0,31}$/;

/** Further accounts of the app's database, each with its password, as the last synth left them. */
export function databaseUsers(): ReadonlyMap<string, string> {
  const folder = join(SECRETS, "users");
  if (!existsSync(folder)) return new Map();
  const names = readdirSync(folder).filter((name) => userName.test(name));
  return new Map(names.sort().map((name) => [name, readFileSync(join(folder, name), "utf8").trim()]));
}

/**
 * Gives mysqld, which is not root, its own copy of certificate, key and CA certificate, in memory. Written anew,
 * since copyFile gives a copy the owner of its source, and root without CAP_FOWNER may not change what others own.
 */
export function installCertificates(): void {
  mkdirSync(TLS, { recursive: true, mode: 0o755 });
  for (const name of ["ca.crt", "server.crt", "server.key"]) {
    const target = join(TLS, name);
    rmSync(target, { force: true });
    writeFileSync(target, readFileSync(join(SECRETS, name)), { mode: 0o400, flag: "wx" });
    chmodSync(target, 0o400);
    chownSync(target, MYSQL_ACCOUNT.uid, MYSQL_ACCOUNT.gid);
  }
  chownSync("/run/mysqld", MYSQL_ACCOUNT.uid, MYSQL_ACCOUNT.gid);
}

/** SQL files of a folder, in order of name. */
export function sqlFilesOf(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith(".sql"))
    .sort()
    .map((name) => join(folder, name));
}
