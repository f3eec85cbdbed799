import type Docker from "dockerode";
import { followEvents } from "../../modules/docker-engine/index.ts";
import { applyEvent, newPull, type PullState, pullEvent, pulledText } from "./pull-progress.ts";

export interface PullOptions {
  /** Is given a line of progress every few seconds. */
  readonly print: (line: string) => void;
  /** How long the registry may take until anything comes. */
  readonly firstAnswerMs?: number;
  /** How long nothing may come after that. */
  readonly stallMs?: number;
  readonly printEveryMs?: number;
}

/** Mostly the engine itself reports, after 15 s, that it can't reach the registry. */
const FIRST_ANSWER_MS = 30_000;
/** The engine reports each hundredth of a layer: of Debian's 49 MB that is 8 kB/s, slower than any line in use. */
const STALL_MS = 60_000;
const PRINT_EVERY_MS = 5_000;

/**
 * Pulls an image for as long as the pull makes progress.
 * @throws Error with the engine's words, or when nothing comes for too long
 */
export async function pullImage(docker: Docker, name: string, options: PullOptions): Promise<void> {
  const {
    print,
    firstAnswerMs = FIRST_ANSWER_MS,
    stallMs = STALL_MS,
    printEveryMs = PRINT_EVERY_MS,
  } = options;
  const given = new AbortController();
  const ended = Promise.withResolvers<void>();
  let pull: PullState = newPull;
  let patience: NodeJS.Timeout | undefined;
  const waitFor = (ms: number) => {
    clearTimeout(patience);
    patience = setTimeout(() => {
      ended.reject(new Error(`no progress for ${ms / 1000} s (${pulledText(pull)})`));
      given.abort();
    }, ms);
  };
  const reporting = setInterval(() => print(`  ${name}: ${pulledText(pull)}`), printEveryMs);
  waitFor(firstAnswerMs);
  try {
    // What ends the request after it was given up is of no interest any more.
    docker
      .pull(name, { abortSignal: given.signal })
      .then((stream: NodeJS.ReadableStream) =>
        followEvents(stream, (event) => {
          const next = applyEvent(pull, pullEvent.parse(event));
          if (next !== pull) waitFor(stallMs);
          pull = next;
        }),
      )
      .then(ended.resolve, ended.reject);
    await ended.promise;
  } finally {
    clearTimeout(patience);
    clearInterval(reporting);
  }
}
