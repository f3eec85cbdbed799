import type { z } from "zod";
import type { State } from "./account/state.ts";
import { ApiError, type Reply, unprocessable } from "./answer.ts";
import type { Pace } from "./pace.ts";

/** A request as the resources see it. All that a reply depends on is in here. */
export interface Call {
  readonly state: State;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly pace: Pace;
  /** The path's placeholders by name, decoded. */
  readonly params: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly body: unknown;
  /** Scheme, host and path of the request, for links to other pages. */
  readonly url: string;
  readonly limits: Limits;
}

/** What the account may have. */
export interface Limits {
  readonly droplets: number;
  readonly loadBalancers: number;
}

export type Handler = (call: Call) => Reply;

/** Where a handler answers. The path is written as in the OpenAPI document. */
export interface Route {
  readonly method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  readonly path: string;
  readonly handle: Handler;
}

export function route(method: Route["method"], path: string, handle: Handler): Route {
  return { method, path, handle };
}

/** A placeholder's value. @throws Error if the route has none of this name. */
export function param(call: Call, name: string): string {
  const value = call.params[name];
  if (value === undefined) throw new Error(`no placeholder {${name}} in the route of ${call.url}`);
  return value;
}

/** The body as `schema` reads it. @throws ApiError 422 that names the first field that is wrong. */
export function parse<T>(call: Call, schema: z.ZodType<T>): T {
  const result = schema.safeParse(call.body ?? {});
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const field = issue?.path.map(String).join(".");
  throw unprocessable(field ? `${field}: ${issue?.message}` : (issue?.message ?? "invalid request body"));
}

export function ok(state: State, body: object): Reply {
  return { state, status: 200, body };
}

export function created(state: State, body: object): Reply {
  return { state, status: 201, body };
}

export function accepted(state: State, body?: object): Reply {
  return body === undefined ? { state, status: 202 } : { state, status: 202, body };
}

export function noContent(state: State): Reply {
  return { state, status: 204 };
}

const DEFAULT_PER_PAGE = 20;
const MOST_PER_PAGE = 200;

/** One page of a listing, with the links and the total that the API adds. */
export function page<T>(call: Call, key: string, rows: readonly T[], render: (row: T) => object): Reply {
  const number = wholeNumber(call.query, "page", 1, Number.MAX_SAFE_INTEGER);
  const size = wholeNumber(call.query, "per_page", DEFAULT_PER_PAGE, MOST_PER_PAGE);
  const last = Math.max(1, Math.ceil(rows.length / size));
  const shown = rows.slice((number - 1) * size, number * size);
  const at = (target: number): string => {
    const query = new URLSearchParams(call.query);
    query.set("page", String(target));
    query.set("per_page", String(size));
    return `${call.url}?${query}`;
  };
  const pages = {
    ...(number > 1 ? { first: at(1), prev: at(Math.min(number - 1, last)) } : {}),
    ...(number < last ? { next: at(number + 1), last: at(last) } : {}),
  };
  return ok(call.state, {
    [key]: shown.map(render),
    links: Object.keys(pages).length > 0 ? { pages } : {},
    meta: { total: rows.length },
  });
}

function wholeNumber(query: URLSearchParams, name: string, fallback: number, most: number): number {
  const text = query.get(name);
  if (text === null) return fallback;
  const value = Number(text);
  if (!Number.isInteger(value) || value < 1 || value > most) {
    throw new ApiError(400, "bad_request", `${name} must be a whole number from 1 to ${most}, got ${text}`);
  }
  return value;
}
