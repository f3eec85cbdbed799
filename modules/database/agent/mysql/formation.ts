import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { createConnection } from "mysql2/promise";
import { log, messageOf } from "../log.ts";
import { type InitSql, readSecret, SCHEMA_FOLDER, type Settings, SOCKET, sqlFilesOf } from "../settings.ts";
import { noteLines } from "../sql/convert.ts";
import type { InitState, LoadProgress } from "../status.ts";
import { REPLICATION_USER } from "./group.ts";
import { loadSqlFile } from "./load-sql.ts";
import { readInitState } from "./poll.ts";
import { isAnswer, type Session } from "./session.ts";
import { ensureTimeZones } from "./time-zones.ts";

const LIMIT_MS = 30_000;
const CREATE_USER = "CREATE USER IF NOT EXISTS ?@'%' IDENTIFIED WITH caching_sha2_password BY ? REQUIRE SSL";

/**
 * On the primary, once in this process: sees to it that accounts, database, Lampstand's tables and the init SQL are
 * there. Until that is marked done, in a table that every member gets, no member is offered to the app; a load that
 * failed or was cut short is dropped whole and begun anew, which is safe because nobody could write meanwhile.
 */
export async function ensureFormation(
  session: Session,
  settings: Settings,
  init: InitSql,
  onProgress: (progress: LoadProgress) => void,
): Promise<InitState> {
  const schemaHash = hashOf(sqlFilesOf(SCHEMA_FOLDER));
  const formed = await readFormation(session);
  if (formed?.state === "done") {
    await ensureTimeZones(session);
    await adoptLoad(session, init);
    await keepPassword(session, settings.user, readSecret("app-password"));
    if (formed.schemaHash !== schemaHash) await updateSchema(session, settings, schemaHash);
    return readInitState(session);
  }
  await createAccounts(session, settings);
  await ensureTimeZones(session);
  await createFormationTable(session);
  await mark(session, "loading", "");
  await session.run("DROP DATABASE IF EXISTS ??", [settings.database], LIMIT_MS);
  await session.run("CREATE DATABASE ??", [settings.database], LIMIT_MS);
  const isStrict = await requiresPrimaryKeys(session);
  const files = [...sqlFilesOf(SCHEMA_FOLDER), ...init.files];
  const { failure, notes } = await loadAll(settings, files, isStrict, onProgress);
  if (failure !== undefined) {
    await session.run("DROP DATABASE ??", [settings.database], LIMIT_MS);
    await mark(session, "failed", failure);
    return { state: "failed", message: failure };
  }
  await session.run("UPDATE lampstand_internal.formation SET schema_hash = ?", [schemaHash], LIMIT_MS);
  await session.run(
    "REPLACE INTO lampstand_internal.init_load VALUES (1, ?, UTC_TIMESTAMP())",
    [init.hash],
    LIMIT_MS,
  );
  await mark(session, "done", JSON.stringify(notes));
  return readInitState(session);
}

async function readFormation(session: Session): Promise<{ state: string; schemaHash: string } | undefined> {
  const [table] = await session.rows("SHOW DATABASES LIKE 'lampstand\\_internal'", LIMIT_MS);
  if (!table) return undefined;
  await createFormationTable(session);
  const [row] = await session.rows("SELECT state, schema_hash FROM lampstand_internal.formation", LIMIT_MS);
  return row ? { state: String(row.state), schemaHash: String(row.schema_hash) } : undefined;
}

async function createFormationTable(session: Session): Promise<void> {
  await session.run("CREATE DATABASE IF NOT EXISTS lampstand_internal", [], LIMIT_MS);
  await session.run(
    `CREATE TABLE IF NOT EXISTS lampstand_internal.formation (
      id TINYINT PRIMARY KEY, state VARCHAR(16) NOT NULL, message TEXT NOT NULL, schema_hash VARCHAR(64) NOT NULL)`,
    [],
    LIMIT_MS,
  );
  await session.run(
    `CREATE TABLE IF NOT EXISTS lampstand_internal.init_load (
      id TINYINT PRIMARY KEY, init_hash VARCHAR(64) NOT NULL, loaded_at DATETIME NOT NULL)`,
    [],
    LIMIT_MS,
  );
}

/** A database of the time before loads were recorded: it was loaded when it was formed, from what the last deploy names. */
async function adoptLoad(session: Session, init: InitSql): Promise<void> {
  await session.run(
    `INSERT IGNORE INTO lampstand_internal.init_load
      SELECT 1, ?, COALESCE(MIN(create_time), UTC_TIMESTAMP()) FROM information_schema.tables
      WHERE table_schema = 'lampstand_internal' AND table_name = 'formation'`,
    [init.hash],
    LIMIT_MS,
  );
}

async function mark(session: Session, state: InitState["state"], message: string): Promise<void> {
  await session.run(
    `INSERT INTO lampstand_internal.formation VALUES (1, ?, ?, '') AS new
      ON DUPLICATE KEY UPDATE state = new.state, message = new.message`,
    [state, message],
    LIMIT_MS,
  );
}

async function createAccounts(session: Session, settings: Settings): Promise<void> {
  const replicationPassword = readSecret("replication-password");
  await session.run(CREATE_USER, [REPLICATION_USER, replicationPassword], LIMIT_MS);
  await session.run(
    "GRANT REPLICATION SLAVE, CONNECTION_ADMIN, BACKUP_ADMIN, GROUP_REPLICATION_STREAM ON *.* TO ?@'%'",
    [REPLICATION_USER],
    LIMIT_MS,
  );
  await createUser(session, settings.database, settings.user, readSecret("app-password"));
}

/** Makes an account that may do everything in the app's database, over TLS; one that exists keeps its password. */
async function createUser(session: Session, database: string, user: string, password: string): Promise<void> {
  await session.run(CREATE_USER, [user, password], LIMIT_MS);
  // In a GRANT the name of a database is a pattern, in which _ matches any character.
  const pattern = database.replaceAll("_", "\\_");
  await session.run("GRANT ALL PRIVILEGES ON ??.* TO ?@'%'", [pattern, user], LIMIT_MS);
}

/** On the primary: makes a further account of the app's database, or gives an existing one this password. */
export async function ensureUser(
  session: Session,
  settings: Settings,
  user: string,
  password: string,
): Promise<void> {
  await createUser(session, settings.database, user, password);
  await keepPassword(session, user, password);
}

/** Sets a password that differs from the account's. */
async function keepPassword(session: Session, user: string, password: string): Promise<void> {
  try {
    const ssl = { rejectUnauthorized: false };
    const connection = await createConnection({ socketPath: SOCKET, user, password, ssl });
    connection.destroy();
  } catch (error) {
    if (!isAnswer(error, 1045)) throw error;
    await session.run("ALTER USER ?@'%' IDENTIFIED BY ?", [user, password], LIMIT_MS);
    log(`the password of ${user} has changed and is set`);
  }
}

/** Lampstand's own tables of a newer version; its statements can be run again at any time. */
async function updateSchema(session: Session, settings: Settings, schemaHash: string): Promise<void> {
  const { failure } = await loadAll(settings, sqlFilesOf(SCHEMA_FOLDER), false);
  if (failure !== undefined) log(`Lampstand's own tables were not brought up to date: ${failure}`);
  else await session.run("UPDATE lampstand_internal.formation SET schema_hash = ?", [schemaHash], LIMIT_MS);
}

async function requiresPrimaryKeys(session: Session): Promise<boolean> {
  const [row] = await session.rows("SELECT @@global.sql_require_primary_key AS answer", LIMIT_MS);
  return Number(row?.answer) === 1;
}

/** What went wrong if something did, and what was changed in the files: a line for each kind. */
async function loadAll(
  settings: Settings,
  files: readonly string[],
  isStrict: boolean,
  onProgress: (progress: LoadProgress) => void = () => {},
): Promise<{ readonly failure: string | undefined; readonly notes: readonly string[] }> {
  const notes: string[] = [];
  for (const file of files) {
    const name = basename(file);
    log(`loading ${name}`);
    try {
      notes.push(...noteLines(name, await loadSqlFile(file, settings, isStrict, onProgress)));
    } catch (error) {
      return { failure: `init failed: ${name}: ${messageOf(error)}`, notes };
    }
  }
  for (const note of notes) log(note);
  return { failure: undefined, notes };
}

function hashOf(files: readonly string[]): string {
  const hash = createHash("sha256");
  for (const file of files) hash.update(readFileSync(file));
  return hash.digest("hex");
}
