/** What a container of an image needs at run time, beside its environment's values and its networks. */
export interface ContainerNeeds {
  /** Capabilities kept after all are dropped, as `CAP_...`. */
  readonly capabilities: readonly string[];
  /** Mount points in memory, with their mount options, e.g. `{ "/run": "size=16m,mode=0755" }`. */
  readonly tmpfs: Readonly<Record<string, string>>;
  readonly readOnlyRoot: boolean;
  /** The signal that drains it, e.g. `SIGWINCH` for Apache. */
  readonly stopSignal: string;
  /** Time between the stop signal and SIGKILL. */
  readonly stopGraceSeconds: number;
  readonly healthcheck: Healthcheck;
  /** Environment that is the same for every container of the image; never a secret. */
  readonly environment: Readonly<Record<string, string>>;
  /** Ports it listens on. */
  readonly ports: readonly number[];
}

/** A command run inside the container; exit code 0 means healthy. */
export interface Healthcheck {
  /** In Docker's form: `["CMD", program, ...arguments]`. */
  readonly test: readonly string[];
  readonly intervalMs: number;
  readonly timeoutMs: number;
  readonly retries: number;
  readonly startPeriodMs: number;
}
