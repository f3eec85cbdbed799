import type { State } from "./account/state.ts";

/** What a request led to: the state after it, and the answer. */
export interface Reply {
  readonly state: State;
  readonly status: number;
  /** Absent: an answer without a body. */
  readonly body?: object;
}

/** An answer other than 2xx, in the API's own shape. The state stays as it was. */
export class ApiError extends Error {
  override readonly name = "ApiError";
  readonly status: number;
  /** A short word for the kind of error, as the API has it. */
  readonly id: string;

  constructor(status: number, id: string, message: string) {
    super(message);
    this.status = status;
    this.id = id;
  }
}

export function notFound(message = "The resource you requested could not be found."): ApiError {
  return new ApiError(404, "not_found", message);
}

export function unprocessable(message: string): ApiError {
  return new ApiError(422, "unprocessable_entity", message);
}

export function badRequest(message: string): ApiError {
  return new ApiError(400, "bad_request", message);
}

export function conflict(message: string): ApiError {
  return new ApiError(409, "conflict", message);
}

export function forbidden(message: string): ApiError {
  return new ApiError(403, "forbidden", message);
}

/** The row, or the API's 404. */
export function found<T>(row: T | undefined, message?: string): T {
  if (row === undefined) throw notFound(message);
  return row;
}
