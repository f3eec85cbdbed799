import { type ChildProcessByStdio, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";

/** Is given a process id a line, kills it, and answers with the id when it is gone; several at once. */
const program =
  'echo ready; while read -r pid; do { kill -KILL "$pid"; while kill -0 "$pid" 2> /dev/null; do sleep 0.02; done; echo "$pid"; } & done';
const limitMs = 15_000;

/**
 * A container with the process namespace of the engine's machine, which may be another one than this: on it processes
 * are killed by whoever may use the engine, root or not. It ends with this process, by the end of its input.
 */
class HostProcesses {
  readonly #child: ChildProcessByStdio<Writable, Readable, null>;
  readonly #waiting = new Map<string, () => void>();

  constructor() {
    const args = ["run", "--rm", "--interactive", "--pid", "host", "--network", "none", "debian:13"];
    this.#child = spawn("docker", [...args, "sh", "-c", program], { stdio: ["pipe", "pipe", "inherit"] });
    createInterface({ input: this.#child.stdout }).on("line", (line) => this.#waiting.get(line)?.());
    this.#child.unref();
    for (const stream of [this.#child.stdin, this.#child.stdout])
      if ("unref" in stream && typeof stream.unref === "function") stream.unref();
  }

  async kill(pid: number): Promise<void> {
    const gone = this.#answered(String(pid));
    this.#child.stdin.write(`${pid}\n`);
    await gone;
  }

  ready(): Promise<void> {
    return this.#answered("ready");
  }

  #answered(line: string): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const timer = setTimeout(() => reject(new Error(`not within ${limitMs} ms: ${line}`)), limitMs);
    this.#waiting.set(line, () => {
      clearTimeout(timer);
      this.#waiting.delete(line);
      resolve();
    });
    return promise;
  }
}

let started: Promise<HostProcesses> | undefined;

/** SIGKILL to a process of the engine's machine. Over when it is gone. @throws Error if it isn't after 15 s */
export async function killOnHost(pid: number): Promise<void> {
  started ??= (async () => {
    const processes = new HostProcesses();
    await processes.ready();
    return processes;
  })();
  await (await started).kill(pid);
}
