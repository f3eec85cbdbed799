import { spawn } from "node:child_process";
import {
  chownSync,
  closeSync,
  createReadStream,
  openSync,
  readSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { basename } from "node:path";
import type { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createZstdDecompress } from "node:zlib";
import { messageOf } from "../log.ts";
import { MYSQL_ACCOUNT, readSecret, type Settings, SOCKET } from "../settings.ts";
import { DumpConverter, type Notes } from "../sql/convert.ts";
import { withRemedy } from "../sql/remedy.ts";
import type { LoadProgress } from "../status.ts";

const PROGRESS_EVERY_MS = 500;
const OPTION_FILE = "/run/lampstand-agent/load.cnf";

/**
 * Loads one file, plain or compressed by gzip or zstd, by the mysql client, which knows DELIMITER as dumps use it. It
 * acts as the app's own user: what the file makes belongs to that user, and a file can't reach out of the app's database
 * or turn off replication. What only another server needs is left out on the way.
 *
 * @returns what was changed
 * @throws Error with line and MySQL's message at the first error
 */
export async function loadSqlFile(
  path: string,
  settings: Settings,
  isStrict: boolean,
  onProgress: (progress: LoadProgress) => void,
): Promise<Notes> {
  writeFileSync(OPTION_FILE, `[client]\npassword=${optionValue(readSecret("app-password"))}\n`, {
    mode: 0o400,
  });
  chownSync(OPTION_FILE, MYSQL_ACCOUNT.uid, MYSQL_ACCOUNT.gid);
  const source = createReadStream(path);
  const progress = { file: basename(path), totalBytes: statSync(path).size };
  const timer = setInterval(
    () => onProgress({ ...progress, readBytes: source.bytesRead }),
    PROGRESS_EVERY_MS,
  );
  const converter = new DumpConverter(isStrict);
  try {
    await runClient(settings, source, decompressor(path), converter);
    return converter.notes;
  } finally {
    clearInterval(timer);
    source.destroy();
    rmSync(OPTION_FILE);
  }
}

/** By the first bytes, since members see every file under a name that ends in .sql. */
function decompressor(path: string) {
  const file = openSync(path, "r");
  const start = Buffer.alloc(4);
  readSync(file, start, 0, 4, 0);
  closeSync(file);
  if (start.readUInt16BE(0) === 0x1f8b) return createGunzip();
  return start.readUInt32BE(0) === 0x28b52ffd ? createZstdDecompress() : undefined;
}

async function runClient(
  settings: Settings,
  source: Readable,
  decompress: ReturnType<typeof decompressor>,
  converter: DumpConverter,
): Promise<void> {
  const options = [
    `--defaults-file=${OPTION_FILE}`,
    ...[`--socket=${SOCKET}`, "--ssl-mode=REQUIRED", `--user=${settings.user}`],
    ...["--default-character-set=utf8mb4", "--local-infile=0", "--skip-system-command", "--batch"],
    settings.database,
  ];
  const client = spawn("/usr/bin/mysql", options, {
    ...MYSQL_ACCOUNT,
    stdio: ["pipe", "ignore", "pipe"],
    env: { PATH: "/usr/bin", HOME: "/nonexistent" },
  });
  let complaint = "";
  client.stderr.on("data", (chunk: Buffer) => {
    complaint += chunk.toString();
  });
  const { promise: ended, resolve, reject } = Promise.withResolvers<number | string | null>();
  client.on("error", reject);
  client.on("close", (code, signal) => resolve(signal ?? code));
  const convert = (chunks: AsyncIterable<Buffer>) => converted(chunks, converter);
  const sending =
    decompress === undefined
      ? pipeline(source, convert, client.stdin)
      : pipeline(source, decompress, convert, client.stdin);
  const [sent] = await Promise.allSettled([sending, ended]);
  // A client that ended at an error reads no more, which is no failure of its own.
  if ((await ended) !== 0)
    throw new Error(
      withRemedy(complaint.trim().slice(0, 2_000)) || `the mysql client ended with ${await ended}`,
    );
  if (sent.status === "rejected") throw new Error(messageOf(sent.reason));
}

/** In latin1, where each byte is one character: all that the converter looks at is ASCII. */
async function* converted(chunks: AsyncIterable<Buffer>, converter: DumpConverter): AsyncGenerator<Buffer> {
  yield Buffer.from(converter.preamble);
  for await (const chunk of chunks) yield Buffer.from(converter.convert(chunk.toString("latin1")), "latin1");
  yield Buffer.from(converter.end(), "latin1");
}

/** A value in a MySQL option file. */
export function optionValue(text: string): string {
  return `"${text.replaceAll("\\", "\\\\").replaceAll('"', '\\"')}"`;
}
