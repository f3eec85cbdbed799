import type { TestContext } from "node:test";
import { type Simulator, type SimulatorOptions, startSimulator } from "../../simulator/index.ts";

export interface Answer {
  readonly status: number;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape
  readonly body: any;
  readonly headers: Headers;
}

export interface Client {
  readonly simulator: Simulator;
  readonly get: (path: string) => Promise<Answer>;
  readonly post: (path: string, body?: object) => Promise<Answer>;
  readonly put: (path: string, body?: object) => Promise<Answer>;
  readonly patch: (path: string, body?: object) => Promise<Answer>;
  readonly remove: (path: string, body?: object) => Promise<Answer>;
  readonly send: (method: string, path: string, body?: object) => Promise<Answer>;
}

/** A simulator for one test, on a free port. It goes with the test. */
export async function startClient(
  context: TestContext,
  options: Partial<SimulatorOptions> = {},
): Promise<Client> {
  const simulator = await startSimulator({ port: 0, ...options });
  context.after(() => simulator.close());
  const send = (method: string, path: string, body?: object) => request(simulator, method, path, body);
  return {
    simulator,
    send,
    get: (path) => send("GET", path),
    post: (path, body) => send("POST", path, body),
    put: (path, body) => send("PUT", path, body),
    patch: (path, body) => send("PATCH", path, body),
    remove: (path, body) => send("DELETE", path, body),
  };
}

async function request(simulator: Simulator, method: string, path: string, body?: object): Promise<Answer> {
  const response = await fetch(`${simulator.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${simulator.token}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    body: text === "" ? undefined : JSON.parse(text),
    headers: response.headers,
  };
}
