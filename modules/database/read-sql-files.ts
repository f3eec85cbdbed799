import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import * as zlib from "node:zlib";
import { isSqlFile } from "../config/index.ts";
import { fileBytes, type RecipeFile } from "../image/index.ts";
import { DumpConverter, noteLines } from "./agent/sql/convert.ts";

/** The SQL that a database starts with: one file, or a folder's files in order of name. */
export function readSqlFiles(path: string): RecipeFile[] {
  if (statSync(path).isFile()) return [{ path: "init.sql", content: readFileSync(path) }];
  return readdirSync(path)
    .filter(isSqlFile)
    .sort()
    .map((name) => ({ path: name, content: readFileSync(join(path, name)) }));
}

/** SQL for the managed service, and what was left out or changed, a line each. */
export interface PlainSql {
  readonly files: readonly RecipeFile[];
  readonly notes: readonly string[];
}

/**
 * The same uncompressed, and without what only the server that a dump is of needs: for the managed service, which makes no
 * invisible keys, and whose loader does neither.
 * @throws Error if a dump is of more than one database
 */
export function plainSql(files: readonly RecipeFile[], isStrict: boolean): PlainSql {
  const converted = files.map((file) => {
    const converter = new DumpConverter(isStrict, false);
    const text = uncompressed(Buffer.from(fileBytes(file))).toString("latin1");
    const body = converter.convert(text) + converter.end();
    const content = Buffer.from(`${converter.preamble}${body}`, "latin1");
    const path = file.path.replace(/\.(gz|zst)$/, "");
    return { file: { path, content }, notes: noteLines(file.path, converter.notes) };
  });
  return { files: converted.map(({ file }) => file), notes: converted.flatMap(({ notes }) => notes) };
}

function uncompressed(bytes: Buffer): Buffer {
  if (bytes.length < 4) return bytes;
  if (bytes.readUInt16BE(0) === 0x1f8b) return zlib.gunzipSync(bytes);
  if (bytes.readUInt32BE(0) !== 0x28b52ffd) return bytes;
  // By the namespace: a Node that runs the npm package may be too old to have the function.
  if (!("zstdDecompressSync" in zlib))
    throw new Error(
      `database.init: this Node.js (${process.version}) can't read zstd; use 22.15 or later, or compress the dump by gzip`,
    );
  return zlib.zstdDecompressSync(bytes);
}
