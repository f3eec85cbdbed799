import { spawn } from "node:child_process";
import { chownSync, closeSync, fstatSync, openSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename } from "node:path";
import { MYSQL_ACCOUNT, readSecret, type Settings, SOCKET } from "../settings.ts";
import type { LoadProgress } from "../status.ts";

const PROGRESS_EVERY_MS = 500;
const OPTION_FILE = "/run/lampstand-agent/load.cnf";

/**
 * Loads one file by the mysql client, which knows DELIMITER as dumps use it. It acts as the app's own user: what the
 * file makes belongs to that user, and a file can't reach out of the app's database or turn off replication.
 * Throws with line and MySQL's message at the first error.
 */
export async function loadSqlFile(
  path: string,
  settings: Settings,
  onProgress: (progress: LoadProgress) => void,
): Promise<void> {
  writeFileSync(OPTION_FILE, `[client]\npassword=${optionValue(readSecret("app-password"))}\n`, {
    mode: 0o400,
  });
  chownSync(OPTION_FILE, MYSQL_ACCOUNT.uid, MYSQL_ACCOUNT.gid);
  const input = openSync(path, "r");
  const file = basename(path);
  const totalBytes = fstatSync(input).size;
  const timer = setInterval(
    () => onProgress({ file, readBytes: positionOf(input), totalBytes }),
    PROGRESS_EVERY_MS,
  );
  try {
    await runClient(settings, input);
  } finally {
    clearInterval(timer);
    closeSync(input);
    rmSync(OPTION_FILE);
  }
}

/** How far an open file was read; a process that was given it reads on in the same place. */
function positionOf(file: number): number {
  const position = /^pos:\s+(\d+)$/m.exec(readFileSync(`/proc/self/fdinfo/${file}`, "utf8"))?.[1];
  return Number(position ?? 0);
}

function runClient(settings: Settings, input: number): Promise<void> {
  const options = [
    `--defaults-file=${OPTION_FILE}`,
    ...[`--socket=${SOCKET}`, "--ssl-mode=REQUIRED", `--user=${settings.user}`],
    ...["--default-character-set=utf8mb4", "--local-infile=0", "--skip-system-command", "--batch"],
    settings.database,
  ];
  const client = spawn("/usr/bin/mysql", options, {
    ...MYSQL_ACCOUNT,
    stdio: [input, "ignore", "pipe"],
    env: { PATH: "/usr/bin", HOME: "/nonexistent" },
  });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  let complaint = "";
  client.stderr?.on("data", (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  client.on("error", reject);
  client.on("close", (code, signal) => {
    if (code === 0) resolve();
    else
      reject(new Error(complaint.trim().slice(0, 2_000) || `the mysql client ended with ${signal ?? code}`));
  });
  return promise;
}

/** A value in a MySQL option file. */
export function optionValue(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}
