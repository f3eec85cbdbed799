import { closeSync, openSync, readSync } from "node:fs";
import { StringDecoder } from "node:string_decoder";

const pollMs = 50;
const chunkBytes = 64 * 1024;

/**
 * Gives the lines of a file as another process writes them. Through a pipe, that process would die of its next line
 * once this one is gone.
 */
export class LogFollower {
  readonly #file: number;
  readonly #onLine: (line: string) => void;
  readonly #timer: NodeJS.Timeout;
  readonly #decoder = new StringDecoder("utf8");
  readonly #chunk = Buffer.alloc(chunkBytes);
  #rest = "";

  constructor(path: string, onLine: (line: string) => void) {
    this.#file = openSync(path, "r");
    this.#onLine = onLine;
    this.#timer = setInterval(() => this.#read(), pollMs);
  }

  /** Gives what is left, a last line without an end included. */
  close(): void {
    clearInterval(this.#timer);
    this.#read();
    closeSync(this.#file);
    if (this.#rest !== "") this.#onLine(this.#rest);
  }

  #read(): void {
    for (;;) {
      const size = readSync(this.#file, this.#chunk, 0, chunkBytes, null);
      if (size === 0) return;
      const lines = (this.#rest + this.#decoder.write(this.#chunk.subarray(0, size))).split("\n");
      this.#rest = lines.pop() ?? "";
      for (const line of lines) this.#onLine(line);
    }
  }
}
