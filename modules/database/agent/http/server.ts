import { createServer, type Server } from "node:http";
import type { Refusal } from "../decide/routability.ts";
import { AGENT_PORT, type AgentStatus } from "../status.ts";
import { renderMetrics } from "./metrics.ts";

/** What the server answers from. */
export interface Answers {
  /** Bring the observation up to date; never takes longer than a router's patience. */
  refresh(): Promise<void>;
  writes(): Refusal;
  reads(): Refusal;
  status(): AgentStatus;
}

export function serve(answers: Answers): Server {
  const server = createServer(async (request, response) => {
    const send = (code: number, type: string, body: string): void => {
      response.writeHead(code, { "content-type": type, "cache-control": "no-store" }).end(body);
    };
    const verdict = (refusal: Refusal): void =>
      send(refusal === undefined ? 200 : 503, "text/plain", `${refusal ?? "yes"}\n`);
    if (request.method !== "GET" && request.method !== "HEAD")
      return send(405, "text/plain", "only GET is answered here\n");
    switch (request.url) {
      case "/primary":
        await answers.refresh();
        return verdict(answers.writes());
      case "/replica":
        await answers.refresh();
        return verdict(answers.reads());
      case "/status":
        return send(200, "application/json", `${JSON.stringify(answers.status())}\n`);
      case "/metrics":
        return send(200, "text/plain; version=0.0.4", renderMetrics(answers.status()));
      default:
        return send(404, "text/plain", "there are /primary, /replica, /status and /metrics\n");
    }
  });
  server.keepAliveTimeout = 30_000;
  return server.listen(AGENT_PORT);
}
