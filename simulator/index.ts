import { once } from "node:events";
import { emptyState } from "./account/state.ts";
import type { Limits } from "./call.ts";
import { type Control, controlOf, stageOf } from "./control.ts";
import { paceOf, type Speed } from "./pace.ts";
import { apiServer } from "./server.ts";
import { stateFile } from "./state-file.ts";
import { readDocument } from "./validation/document.ts";
import { type Validator, validatorOf } from "./validation/validator.ts";

export type { State } from "./account/state.ts";
export type { Limits } from "./call.ts";
export type { Control } from "./control.ts";
export type { FaultRequest } from "./faults.ts";
export { SPEEDS, type Speed } from "./pace.ts";
export type { LoggedRequest } from "./request-log.ts";

export interface SimulatorOptions {
  /** 0: any free one. */
  readonly port: number;
  /** How long things take to get ready. Default: instant. */
  readonly speed?: Speed;
  /** The only token that is let in. Default: dop_v1_simulator. */
  readonly token?: string;
  /** A file that keeps the account over restarts. Default: memory only. */
  readonly stateFile?: string;
  /** What the account may have. Default: 25 droplets and 10 load balancers, as a new account. */
  readonly limits?: Partial<Limits>;
  /** Above this many requests an hour the answer is 429. Default: the API's 5,000, reported but not enforced. */
  readonly requestsPerHour?: number;
  /** Milliseconds since the epoch. Default: the machine's clock. */
  readonly clock?: () => number;
  /** Called with each answer that broke the document. Default: to standard error. */
  readonly onViolation?: (violation: string) => void;
}

export interface Simulator {
  /** For `api_endpoint`, DIGITALOCEAN_API_URL or a client's base address. */
  readonly url: string;
  readonly token: string;
  readonly control: Control;
  /** @throws Error if an answer broke the document since the start. */
  close(): Promise<void>;
}

const DEFAULT_LIMITS: Limits = { droplets: 25, loadBalancers: 10 };
const REQUESTS_PER_HOUR = 5_000;

/** DigitalOcean's API on 127.0.0.1. @throws Error if the port is taken, or a file can't be read. */
export async function startSimulator(options: SimulatorOptions): Promise<Simulator> {
  const { clock = Date.now, token = "dop_v1_simulator", speed = "instant" } = options;
  const file = options.stateFile === undefined ? undefined : stateFile(options.stateFile);
  const stage = stageOf(file?.read(clock()) ?? emptyState(clock()));
  const control = controlOf(stage);
  const server = apiServer({
    stage,
    control,
    token,
    clock,
    pace: paceOf(speed),
    limits: {
      droplets: options.limits?.droplets ?? DEFAULT_LIMITS.droplets,
      loadBalancers: options.limits?.loadBalancers ?? DEFAULT_LIMITS.loadBalancers,
    },
    requestsPerHour: options.requestsPerHour ?? REQUESTS_PER_HOUR,
    enforcesRateLimit: options.requestsPerHour !== undefined,
    validator: sharedValidator(),
    onChange: (state) => file?.save(state),
    onViolation: options.onViolation ?? ((violation) => console.error(`broken answer: ${violation}`)),
  });
  server.listen(options.port, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("the simulator has no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    token,
    control,
    async close() {
      server.closeAllConnections();
      server.close();
      file?.flush();
      if (stage.violations.length > 0) {
        throw new Error(`answers broke DigitalOcean's document:\n${stage.violations.join("\n")}`);
      }
    },
  };
}

let validator: Validator | undefined;

/** What has been compiled is shared by all simulators of a process. */
function sharedValidator(): Validator {
  validator ??= validatorOf(readDocument());
  return validator;
}
