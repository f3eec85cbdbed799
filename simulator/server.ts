import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import type { State } from "./account/state.ts";
import { ApiError } from "./answer.ts";
import type { Limits } from "./call.ts";
import { answerControl, type Control, meetFaults, type Stage } from "./control.ts";
import type { WireFault } from "./faults.ts";
import { overviewPage } from "./overview.ts";
import type { Pace } from "./pace.ts";
import { rateLimitHeaders, unusedAllowance, useOne } from "./rate-limit.ts";
import { errorBody, respond } from "./respond.ts";
import { answerAsBalancer, balancersPrefix } from "./simulated-balancer.ts";
import type { Validator } from "./validation/validator.ts";

export interface ServerSettings {
  readonly stage: Stage;
  readonly control: Control;
  readonly token: string;
  readonly pace: Pace;
  readonly limits: Limits;
  readonly requestsPerHour: number;
  readonly enforcesRateLimit: boolean;
  readonly validator: Validator;
  readonly clock: () => number;
  /** Called whenever a request has changed the account. */
  readonly onChange: (state: State) => void;
  /** Called with what broke the document. */
  readonly onViolation: (violation: string) => void;
}

interface Answer {
  readonly status: number;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The API over HTTP. What an answer is, is decided by `respond`; here it is only carried. */
export function apiServer(settings: ServerSettings): Server {
  const { stage, control, clock } = settings;
  let allowance = unusedAllowance;
  let balancerTurn = 0;

  const serve = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const body = await text(request);
    const { method = "GET", url = "/" } = request;
    const mark = url.indexOf("?");
    const path = mark < 0 ? url : url.slice(0, mark);
    const query = mark < 0 ? "" : url.slice(mark + 1);
    const origin = `http://${request.headers.host ?? "127.0.0.1"}`;
    if (path === "/" && method === "GET") return page(response, overviewPage(stage.state, origin));
    if (path.startsWith(balancersPrefix)) {
      const faulty = meetFaults(stage, method, path).find(({ kind }) => kind === "answer");
      const answer = answerAsBalancer(stage.state, clock(), path, balancerTurn++);
      return send(response, faulty?.kind === "answer" ? faultAnswer(faulty) : answer);
    }
    const isKnown = request.headers.authorization === `Bearer ${settings.token}`;
    if (path.startsWith("/_simulator/")) {
      const answer = isKnown ? answerControl(control, method, path, body) : { status: 401 };
      return send(response, answer ?? { status: 404 });
    }
    const now = clock();
    allowance = useOne(allowance, now);
    const answer = isKnown
      ? await answered({ method, path, query, body, origin, isOverLimit: isOver(allowance.used) })
      : refused(401, "unauthorized", "Unable to authenticate you");
    if (answer === undefined) {
      request.socket.destroy();
      return;
    }
    stage.log.add({ at: now, method, path, query, body, status: answer.status });
    const headers = { ...rateLimitHeaders(allowance, settings.requestsPerHour), ...answer.headers };
    send(response, { ...answer, headers });
  };

  const isOver = (used: number): boolean => settings.enforcesRateLimit && used > settings.requestsPerHour;

  const answered = async (
    request: Readonly<Record<"method" | "path" | "query" | "body" | "origin", string>> & {
      readonly isOverLimit: boolean;
    },
  ): Promise<Answer | undefined> => {
    if (request.isOverLimit) return refused(429, "too_many_requests", "API rate limit exceeded.");
    const met = meetFaults(stage, request.method, request.path);
    const delay = met.find(({ kind }) => kind === "delay");
    if (delay?.kind === "delay") await sleep(delay.delayMs);
    if (met.some(({ kind }) => kind === "drop")) return undefined;
    const faulty = met.find(({ kind }) => kind === "answer");
    return faulty?.kind === "answer" ? faultAnswer(faulty) : apiAnswer(request);
  };

  const apiAnswer = ({
    origin,
    ...request
  }: Readonly<Record<"method" | "path" | "query" | "body" | "origin", string>>): Answer => {
    const { pace, limits, validator } = settings;
    const circumstances = { now: clock(), pace, limits, origin, requestId: randomUUID(), validator };
    const reply = respond(stage.state, request, circumstances);
    if (reply.violation !== undefined) {
      const violation = `${request.method} ${request.path} -> ${reply.status}: ${reply.violation}`;
      stage.violations.push(violation);
      settings.onViolation(violation);
      return refused(
        500,
        "server_error",
        `the simulator's answer breaks DigitalOcean's document: ${violation}`,
      );
    }
    if (reply.state !== stage.state) {
      stage.state = reply.state;
      settings.onChange(reply.state);
    }
    return reply;
  };

  return createServer((request, response) => {
    serve(request, response).catch((thrown: unknown) => {
      console.error(thrown);
      const message = thrown instanceof Error ? thrown.message : String(thrown);
      send(response, refused(500, "server_error", message));
    });
  });
}

function faultAnswer(fault: Extract<WireFault, { readonly kind: "answer" }>): Answer {
  const headers =
    fault.retryAfterSeconds === undefined ? {} : { "retry-after": String(fault.retryAfterSeconds) };
  const [id, message] = faultTexts[fault.status] ?? ["error", "The request failed."];
  return { ...refused(fault.status, id, fault.message ?? message), headers };
}

const faultTexts: Readonly<Record<number, readonly [id: string, message: string]>> = {
  401: ["unauthorized", "Unable to authenticate you"],
  403: ["forbidden", "You are not authorized to perform this operation"],
  404: ["not_found", "The resource you requested could not be found."],
  422: ["unprocessable_entity", "The request could not be processed."],
  429: ["too_many_requests", "API rate limit exceeded."],
  500: ["server_error", "Unexpected server-side error"],
  503: ["service_unavailable", "Service unavailable"],
};

function refused(status: number, id: string, message: string): Answer {
  return { status, body: errorBody(new ApiError(status, id, message), randomUUID()) };
}

function text(request: IncomingMessage): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let body = "";
  request.setEncoding("utf8");
  request.on("data", (chunk: string) => {
    body += chunk;
  });
  request.on("end", () => resolve(body));
  request.on("error", reject);
  return promise;
}

function send(response: ServerResponse, { status, body, headers = {} }: Answer): void {
  if (body === undefined) {
    response.writeHead(status, headers).end();
    return;
  }
  const json = JSON.stringify(body);
  response
    .writeHead(status, {
      ...headers,
      "content-type": "application/json; charset=utf-8",
      "content-length": Buffer.byteLength(json),
    })
    .end(json);
}

function page(response: ServerResponse, html: string): void {
  response.writeHead(200, { "content-type": "text/html; charset=utf-8" }).end(html);
}
