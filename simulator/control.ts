import { z } from "zod";
import type { State } from "./account/state.ts";
import { type Fault, type FaultRequest, faultRequest, meet, type WireFault } from "./faults.ts";
import { type LoggedRequest, requestLog } from "./request-log.ts";

/** What a test may do to the simulator beside its API. Over HTTP it is found below /_simulator. */
export interface Control {
  /** Makes something go wrong. @throws ZodError if it is no fault. */
  fault(request: FaultRequest): void;
  /** The faults that are still to come. */
  faults(): readonly Fault[];
  clearFaults(): void;
  /** What was requested since the start or the last clearing, oldest first. */
  requests(): readonly LoggedRequest[];
  clearRequests(): void;
  /** The account as it is. */
  state(): State;
  /** Answers that broke DigitalOcean's document: each is a bug of the simulator. */
  violations(): readonly string[];
}

/** The account with what happens around it. */
export interface Stage {
  state: State;
  wireFaults: readonly WireFault[];
  readonly log: ReturnType<typeof requestLog>;
  readonly violations: string[];
}

export function stageOf(state: State): Stage {
  return { state, wireFaults: [], log: requestLog(), violations: [] };
}

/** Takes the faults that this request meets off the list. */
export function meetFaults(stage: Stage, method: string, path: string): readonly WireFault[] {
  const { met, left } = meet(stage.wireFaults, method, path);
  stage.wireFaults = left;
  return met;
}

export function controlOf(stage: Stage): Control {
  return {
    fault(request) {
      const fault = faultRequest.parse(request);
      if (fault.kind === "creation") {
        const { kind: _kind, ...creationFault } = fault;
        stage.state = { ...stage.state, creationFaults: [...stage.state.creationFaults, creationFault] };
      } else {
        stage.wireFaults = [...stage.wireFaults, fault];
      }
    },
    faults: () => [
      ...stage.wireFaults,
      ...stage.state.creationFaults.map((fault): Fault => ({ kind: "creation", ...fault })),
    ],
    clearFaults() {
      stage.wireFaults = [];
      stage.state = { ...stage.state, creationFaults: [] };
    },
    requests: () => stage.log.all(),
    clearRequests: () => stage.log.clear(),
    state: () => stage.state,
    violations: () => [...stage.violations],
  };
}

/** What the control answers over HTTP; undefined: there is no such thing. */
export function answerControl(
  control: Control,
  method: string,
  path: string,
  body: string,
): { readonly status: number; readonly body?: object } | undefined {
  switch (`${method} ${path}`) {
    case "GET /_simulator/faults":
      return { status: 200, body: { faults: control.faults() } };
    case "POST /_simulator/faults":
      return addFault(control, body);
    case "DELETE /_simulator/faults":
      control.clearFaults();
      return { status: 204 };
    case "GET /_simulator/requests":
      return { status: 200, body: { requests: control.requests() } };
    case "DELETE /_simulator/requests":
      control.clearRequests();
      return { status: 204 };
    case "GET /_simulator/state":
      return { status: 200, body: control.state() };
    case "GET /_simulator/violations":
      return { status: 200, body: { violations: control.violations() } };
    default:
      return undefined;
  }
}

function addFault(control: Control, body: string): { readonly status: number; readonly body?: object } {
  try {
    control.fault(JSON.parse(body));
    return { status: 204 };
  } catch (thrown) {
    if (thrown instanceof SyntaxError)
      return { status: 400, body: { message: "the body is not valid JSON" } };
    if (thrown instanceof z.ZodError) return { status: 400, body: { message: z.prettifyError(thrown) } };
    throw thrown;
  }
}
