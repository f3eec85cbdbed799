import { existsSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { emptyState, type State } from "./account/state.ts";

/** Keeps an account in a file over restarts. */
export interface StateFile {
  read(now: number): State;
  /** Writes at the end of the running turn, so that many changes cost one writing. */
  save(state: State): void;
  /** Writes what is still to be written. */
  flush(): void;
}

/** @throws Error from `read` if the file is there and holds no account. */
export function stateFile(path: string): StateFile {
  let unwritten: State | undefined;
  const flush = (): void => {
    if (unwritten === undefined) return;
    // Beside and then over it: a crash leaves the old file or the new one, never half of either.
    writeFileSync(`${path}.new`, JSON.stringify(unwritten), { mode: 0o600 });
    renameSync(`${path}.new`, path);
    unwritten = undefined;
  };
  return {
    read(now) {
      if (!existsSync(path)) return emptyState(now);
      const state: unknown = JSON.parse(readFileSync(path, "utf8"));
      if (!isState(state, now)) throw new Error(`${path} does not hold the state of a simulator`);
      return state;
    },
    save(state) {
      if (unwritten === undefined) setImmediate(flush);
      unwritten = state;
    },
    flush,
  };
}

/** What this simulator wrote has each of its tables; the rows are taken on trust. */
function isState(value: unknown, now: number): value is State {
  return (
    typeof value === "object" && value !== null && Object.keys(emptyState(now)).every((key) => key in value)
  );
}
