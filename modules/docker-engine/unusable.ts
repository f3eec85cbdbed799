import { Failure, type FailureId } from "../failures/index.ts";

/** Why an engine can't be used, and what to do. */
export interface EngineRefusal {
  readonly failure: FailureId;
  /** A clause about the engine, without a full stop. */
  readonly reason: string;
  readonly remedy: string;
}

/** The engine that was chosen can't be used. */
export class UnusableEngineError extends Failure {
  override readonly name = "UnusableEngineError";
  readonly refusal: EngineRefusal;

  constructor(refusal: EngineRefusal) {
    super(refusal.failure, `There is no usable Docker engine: ${refusal.reason}.\n${refusal.remedy}`);
    this.refusal = refusal;
  }
}
