import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parse } from "yaml";
import { z } from "zod";

export interface ArrivedFile {
  /** Permission bits as `ls` would count them, e.g. "0644". */
  readonly mode: string;
  readonly content: Buffer;
}

const packedFile = "/var/lib/lampstand/node.tar.gz";

const cloudConfig = z.object({
  apt: z.looseObject({ http_proxy: z.string().optional(), https_proxy: z.string().optional() }),
  swap: z.object({ filename: z.string(), size: z.number() }).optional(),
  packages: z.array(z.string()),
  write_files: z.array(
    z.object({
      path: z.string(),
      permissions: z.string(),
      encoding: z.literal("b64"),
      content: z.string(),
    }),
  ),
  runcmd: z.array(z.string()),
});

export function parseUserData(userData: string) {
  return cloudConfig.parse(parse(userData));
}

/** The files that a droplet has after it has written and unpacked what its user data holds, by absolute path. */
export function filesOf(userData: string): ReadonlyMap<string, ArrivedFile> {
  const written = parseUserData(userData).write_files.map(
    ({ path, permissions, content }): [string, ArrivedFile] => [
      path,
      { mode: permissions, content: Buffer.from(content, "base64") },
    ],
  );
  const packed = new Map(written).get(packedFile);
  if (packed === undefined) throw new Error(`${packedFile} is not written`);
  return new Map([...written, ...unpacked(packed.content)]);
}

/** By the same tool as on the droplet, where root unpacks: with `-p` it heeds no umask, whoever runs the test. */
function unpacked(archive: Buffer): [string, ArrivedFile][] {
  const folder = mkdtempSync(join(tmpdir(), "lampstand-unpacked-"));
  try {
    execFileSync("tar", ["-xpzf", "-", "-C", folder], { input: archive });
    return readdirSync(folder, { recursive: true, encoding: "utf8" })
      .map((path) => ({ path, status: statSync(join(folder, path)) }))
      .filter(({ status }) => status.isFile())
      .map(({ path, status }) => [
        `/${path}`,
        {
          mode: (status.mode & 0o7777).toString(8).padStart(4, "0"),
          content: readFileSync(join(folder, path)),
        },
      ]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
