/** A request that was answered. */
export interface LoggedRequest {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly query: string;
  /** As it came; empty: none. */
  readonly body: string;
  readonly status: number;
}

export interface RequestLog {
  add(request: LoggedRequest): void;
  /** Oldest first. */
  all(): readonly LoggedRequest[];
  clear(): void;
}

/** Of a longer run, the last ones are kept. */
const KEPT = 10_000;

export function requestLog(): RequestLog {
  let requests: LoggedRequest[] = [];
  return {
    add(request) {
      requests.push(request);
      if (requests.length >= 2 * KEPT) requests = requests.slice(-KEPT);
    },
    all: () => requests.slice(-KEPT),
    clear: () => {
      requests = [];
    },
  };
}
