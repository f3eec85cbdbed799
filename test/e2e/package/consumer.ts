import { execFile } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { promisify } from "node:util";
import { z } from "zod";

const run = promisify(execFile);
const repo = resolve(import.meta.dirname, "../../..");

/** What a command printed, both streams; its exit code was 0. */
export interface Output {
  readonly stdout: string;
  readonly stderr: string;
}

/** Someone else's CDKTF app, in a folder outside this project, with the packed constructs installed. */
export interface Consumer {
  readonly folder: string;
  /** Paths of the files in the installed package. */
  readonly packed: readonly string[];
  readonly tarballBytes: number;
  write(path: string, text: string): void;
  read(path: string): string;
  /** @throws Error with all that it printed when the exit code isn't 0 */
  run(program: string, ...args: readonly string[]): Promise<Output>;
  remove(): void;
}

/** Packs this project, and installs the tarball together with what a CDKTF app of today has. */
export async function createConsumer(): Promise<Consumer> {
  const folder = mkdtempSync(join(tmpdir(), "lampstand-consumer-"));
  try {
    const packed = await pack(folder);
    const { peerDependencies } = readManifest("package.json");
    const { dependencies } = readManifest("test/package.json");
    const consumer = openConsumer(folder, packed, statSync(join(folder, "lampstand.tgz")).size);
    consumer.write(
      "package.json",
      JSON.stringify({
        name: "shop",
        version: "1.0.0",
        type: "module",
        dependencies: { ...peerDependencies, lampstand: "file:lampstand.tgz" },
        devDependencies: { "@types/node": dependencies["@types/node"] },
      }),
    );
    await consumer.run("npm", "install", "--prefer-offline", "--no-audit", "--no-fund");
    return consumer;
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

const versions = z.record(z.string(), z.string()).default({});
const manifestSchema = z.object({ dependencies: versions, peerDependencies: versions });

function readManifest(path: string): z.infer<typeof manifestSchema> {
  return manifestSchema.parse(JSON.parse(readFileSync(join(repo, path), "utf8")));
}

/** Leaves lampstand.tgz in `folder`. @returns the paths of the files in it */
async function pack(folder: string): Promise<string[]> {
  const made = join(folder, "tarball");
  mkdirSync(made);
  await run("npm", ["pack", "--pack-destination", made], { cwd: repo });
  await run("sh", ["-c", `mv "$1"/*.tgz "$2"/lampstand.tgz`, "sh", made, folder]);
  const { stdout } = await run("tar", ["-tzf", join(folder, "lampstand.tgz")]);
  return stdout
    .trim()
    .split("\n")
    .map((path) => path.replace(/^package\//, ""));
}

function openConsumer(folder: string, packed: readonly string[], tarballBytes: number): Consumer {
  // What npm and a CDKTF run tell their children is about this project, not about the consumer's.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/^(npm_|CDKTF_|NODE_OPTIONS$)/i.test(name)),
  );
  return {
    folder,
    packed,
    tarballBytes,
    write(path, text) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    },
    read: (path) => readFileSync(join(folder, path), "utf8"),
    async run(program, ...args) {
      try {
        return await run(program, args, { cwd: folder, env, maxBuffer: 16 * 1024 * 1024 });
      } catch (error) {
        if (!(error instanceof Error && "stdout" in error && "stderr" in error)) throw error;
        throw new Error(`${program} ${args.join(" ")}\n${error.stdout}${error.stderr}`, { cause: error });
      }
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** The example of a CDKTF app in the README: what a reader copies is what is tested. */
export function readmeExample(): string {
  const readme = readFileSync(join(repo, "README.md"), "utf8");
  const example = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].find(([, code]) =>
    code?.includes('from "lampstand/docker"'),
  )?.[1];
  if (example === undefined) throw new Error('README.md has no TypeScript that imports "lampstand/docker"');
  return example;
}

/** The TypeScript compiler of this project. */
export const tsc = join(repo, "node_modules", "typescript-7", "bin", "tsc");

/** Node as a distribution has it, older than the project's own: this machine's, else one from npm in the consumer's folder. */
export async function olderNode(consumer: Consumer): Promise<string> {
  for (const folder of (process.env.PATH ?? "").split(delimiter)) {
    const node = join(folder, "node");
    if (folder === "" || !existsSync(node)) continue;
    const major = Number((await run(node, ["--print", "process.versions.node.split('.')[0]"])).stdout);
    if (major >= 20 && major < 24) return node;
  }
  const prefix = join(consumer.folder, "older-node");
  await consumer.run("npm", "install", "--prefix", prefix, "--no-audit", "--no-fund", "node@20");
  return join(prefix, "node_modules", "node", "bin", "node");
}
