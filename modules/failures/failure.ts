import { exitCodes, type FailureId } from "./exit-codes.ts";

/** A failure whose message is written for the user: what was given, what is allowed, what to do. */
export class Failure extends Error {
  override readonly name: string = "Failure";
  /** Each kind of failure that the message reports, once; one, unless several were found together. */
  readonly ids: readonly FailureId[];
  /** What the message is about, where its lines leave that open. */
  readonly heading: string | undefined;

  constructor(
    ids: FailureId | readonly FailureId[],
    message: string,
    options?: ErrorOptions & { readonly heading?: string },
  ) {
    super(message, options);
    this.heading = options?.heading;
    this.ids = typeof ids === "string" ? [ids] : [...new Set(ids)];
  }

  /** 3 if something is broken, 1 if the user can fix all of it. */
  get exitCode(): 1 | 3 {
    return this.ids.some((id) => exitCodes[id] === 3) ? 3 : 1;
  }
}
