import type { State } from "./account/state.ts";
import { ApiError, badRequest, notFound, type Reply, unprocessable } from "./answer.ts";
import type { Limits } from "./call.ts";
import type { Pace } from "./pace.ts";
import { type Match, routerOf } from "./router.ts";
import { routes } from "./routes.ts";
import type { Validator } from "./validation/validator.ts";

/** A request as it came over the wire. */
export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly query: string;
  /** Empty: none. */
  readonly body: string;
}

/** All but state and request that an answer depends on. */
export interface Circumstances {
  readonly now: number;
  readonly pace: Pace;
  readonly limits: Limits;
  /** Scheme, host and port. */
  readonly origin: string;
  readonly requestId: string;
  readonly validator: Validator;
}

/** A reply, and what in it breaks the document, which is a bug of the simulator. */
export interface CheckedReply extends Reply {
  readonly violation?: string;
}

const match = routerOf(routes);

/** The account's answer to a request, and the account after it. Pure: the same arguments give the same answer. */
export function respond(state: State, request: ApiRequest, circumstances: Circumstances): CheckedReply {
  const matched = match(request.method, request.path);
  const reply = attempt(state, request, matched, circumstances);
  if (matched.kind !== "route") return reply;
  const violation = circumstances.validator.answer(matched.route, reply.status, reply.body);
  return violation === undefined ? reply : { ...reply, violation };
}

function attempt(state: State, request: ApiRequest, matched: Match, circumstances: Circumstances): Reply {
  try {
    return handled(state, request, matched, circumstances);
  } catch (thrown) {
    if (!(thrown instanceof ApiError)) throw thrown;
    return { state, status: thrown.status, body: errorBody(thrown, circumstances.requestId) };
  }
}

function handled(state: State, request: ApiRequest, matched: Match, circumstances: Circumstances): Reply {
  if (matched.kind === "none") throw notFound();
  if (matched.kind === "wrong-method") {
    throw new ApiError(405, "method_not_allowed", `${request.method} is not allowed for ${request.path}`);
  }
  const body = parsed(request.body);
  const query = new URLSearchParams(request.query);
  const { validator, now, pace, limits, origin } = circumstances;
  const { route, params } = matched;
  const reply = route.handle({
    state,
    now,
    pace,
    limits,
    params,
    query,
    body,
    url: `${origin}${request.path}`,
  });
  // Last, so that an error reads the same whether there is a document or not.
  const complaint = validator.request(route, body, Object.fromEntries(query));
  if (complaint !== undefined) throw unprocessable(complaint);
  return reply;
}

function parsed(text: string): unknown {
  if (text === "") return undefined;
  try {
    return JSON.parse(text);
  } catch {
    throw badRequest("the request body is not valid JSON");
  }
}

export function errorBody({ status, id, message }: ApiError, requestId: string): object {
  // Some operations report a bad request in a second format: it is reported in both.
  const older = status === 400 ? { error: message, messages: [message], root_causes: [] } : {};
  return { ...older, id, message, request_id: requestId };
}
