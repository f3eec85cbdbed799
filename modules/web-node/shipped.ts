import { readFileSync } from "node:fs";
import type { RecipeFile } from "../image/index.ts";
import { places } from "./places.ts";

const phpFiles = [
  ...["Connection.php", "RouterProbe.php", "SessionDatabase.php", "SessionStore.php", "StackTables.php"],
  ...["WaitingSeat.php", "healthz.php", "nodez.php", "prepend.php", "readyz.php", "sessions.sql"],
];

/** Reads the files that are the same on every web node, by their absolute path there. */
export function shippedFiles(): readonly RecipeFile[] {
  return [
    { path: places.entrypoint, content: shipped("files/entrypoint.sh"), mode: 0o755 },
    { path: places.serve, content: shipped("files/serve.sh"), mode: 0o755 },
    { path: places.privateCopies, content: shipped("files/private-copies.sh"), mode: 0o755 },
    { path: places.databaseSocket, content: shipped("files/database-socket.sh"), mode: 0o755 },
    { path: places.healthcheck, content: shipped("files/healthcheck.sh"), mode: 0o755 },
    { path: places.environmentScript, content: shipped("files/environment.sh") },
    ...phpFiles.map((name) => ({ path: `${places.php}/${name}`, content: shipped(`php/${name}`) })),
  ];
}

/** Reads the files that give PHP's commands the variables that pages have. */
export function commandLineFiles(): readonly RecipeFile[] {
  const path = `${places.php}/command-line.php`;
  return [
    { path, content: shipped("php/command-line.php") },
    { path: places.phpCommandIni, content: `auto_prepend_file = ${path}\n` },
  ];
}

/** Reads the files that only an image has: a droplet's folders are new with each droplet. */
export function imageFiles(): readonly RecipeFile[] {
  return [
    { path: places.seedFolders, content: shipped("files/seed-folders.sh"), mode: 0o755 },
    ...["FolderSeed.php", "seed-folders.php"].map((name) => ({
      path: `${places.php}/${name}`,
      content: shipped(`php/${name}`),
    })),
  ];
}

/** Reads the files that only a droplet has: the database's set-up at the first boot. */
export function dropletFiles(): readonly RecipeFile[] {
  const phpFile = (name: string) => ({ path: `${places.php}/${name}`, content: shipped(`php/${name}`) });
  return [
    "DatabaseContents.php",
    "DatabaseSetup.php",
    "SetupMark.php",
    "SqlClient.php",
    "set-up-database.php",
  ].map(phpFile);
}

/** The DDL of the table that sessions are kept in; idempotent. Run it once in the app's database. */
export function sessionsSql(): string {
  return shipped("php/sessions.sql");
}

function shipped(path: string): string {
  return readFileSync(new URL(path, import.meta.url), "utf8");
}
