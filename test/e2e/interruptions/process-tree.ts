import { type ChildProcess, spawn } from "node:child_process";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const repo = resolve(import.meta.dirname, "../../..");

/** A process of the tree that a command is: the launcher of `npm run`, the command, Terraform, its provider. */
export type Target = "launcher" | "command" | "terraform" | "provider";
export const targets: readonly Target[] = ["launcher", "command", "terraform", "provider"];

/** A command that runs, by its launcher as a user's `npm run` starts it. */
export interface Tree {
  /** Gives what it printed once it has ended, with its exit code; null if a signal ended it. */
  readonly ended: Promise<{ readonly code: number | null; readonly output: string }>;
  /** The id of a process of it, or undefined while there is none. */
  find(target: Target): number | undefined;
  /** All of its processes, those that have lost their parent included, as far as they were seen. */
  all(): readonly number[];
  /** As when a terminal is closed: its output is taken by nobody any more. */
  closeOutput(): void;
}

/** Puts a launcher beside a project whose code is this repository's, with the packages that are installed here. */
export function installLauncher(projectFolder: string): string {
  const folder = join(projectFolder, "launcher");
  mkdirSync(join(folder, "cli"), { recursive: true });
  mkdirSync(join(folder, "node_modules"));
  for (const name of readdirSync(join(repo, "cli")).filter((each) => each.endsWith(".mjs")))
    copyFileSync(join(repo, "cli", name), join(folder, "cli", name));
  copyFileSync(join(repo, "package-lock.json"), join(folder, "package-lock.json"));
  writeFileSync(join(folder, "cli/main.ts"), `import ${JSON.stringify(join(repo, "cli/main.ts"))};\n`);
  for (const name of [".bin", ".package-lock.json"])
    symlinkSync(join(repo, "node_modules", name), join(folder, "node_modules", name));
  return join(folder, "cli/bootstrap.mjs");
}

export function startTree(launcher: string, projectFolder: string, args: readonly string[]): Tree {
  const child = spawn(process.execPath, [launcher, ...args], {
    cwd: projectFolder,
    stdio: ["ignore", "pipe", "pipe"],
  });
  const seen = new Map<number, string>();
  const refresh = () => {
    for (const { pid, startedAt } of descendants(child)) seen.set(pid, startedAt);
  };
  return {
    ended: endOf(child),
    find(target) {
      refresh();
      return descendants(child).find(({ command }) => kindOf(command) === target)?.pid;
    },
    all() {
      refresh();
      const running = new Map(processes().map(({ pid, startedAt }) => [pid, startedAt]));
      return [...seen].filter(([pid, startedAt]) => running.get(pid) === startedAt).map(([pid]) => pid);
    },
    closeOutput() {
      child.stdout.destroy();
      child.stderr.destroy();
    },
  };
}

function endOf(child: ChildProcess): Tree["ended"] {
  let output = "";
  const collect = (chunk: Buffer) => {
    output += chunk.toString();
  };
  child.stdout?.on("data", collect);
  child.stderr?.on("data", collect);
  // Not "close": a process that outlives the launcher may hold its output open.
  return new Promise((done) => child.on("exit", (code) => done({ code, output })));
}

interface Seen {
  readonly pid: number;
  readonly parent: number;
  readonly startedAt: string;
  readonly command: string;
}

function descendants(child: ChildProcess): readonly Seen[] {
  const running = processes();
  const found: Seen[] = running.filter(({ pid }) => pid === child.pid);
  for (const { pid } of found) found.push(...running.filter(({ parent }) => parent === pid));
  return found;
}

function kindOf(command: string): Target | undefined {
  const [program = "", script = ""] = command.split("\0");
  if (/(^|\/)(terraform|tofu)$/.test(program)) return "terraform";
  if (script.endsWith("providers/docker/main.ts") || program.includes("terraform-provider-docker"))
    return "provider";
  if (script.endsWith("bootstrap.mjs")) return "launcher";
  return script.endsWith("cli/main.ts") ? "command" : undefined;
}

/** Every process that runs on this machine; one that has ended and waits for its parent to ask has no command. */
function processes(): readonly Seen[] {
  return readdirSync("/proc").flatMap((name) => {
    if (!/^\d+$/.test(name)) return [];
    try {
      const stat = readFileSync(`/proc/${name}/stat`, "utf8");
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      if (fields[0] === "Z") return [];
      const command = readFileSync(`/proc/${name}/cmdline`, "utf8");
      return [{ pid: Number(name), parent: Number(fields[1]), startedAt: fields[19] ?? "", command }];
    } catch {
      // It ended meanwhile.
      return [];
    }
  });
}
