import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { after, before, beforeEach, describe, test } from "node:test";
import { Api, ApiFailure, NoAnswer } from "../../../providers/digitalocean/api.ts";
import { explain } from "../../../providers/digitalocean/failures.ts";
import { untilFree, waitFor } from "../../../providers/digitalocean/wait.ts";

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

const never = new AbortController().signal;
const RETRIES = { most: 2, shortestWaitMs: 1, longestWaitMs: 1 };

describe("the API's client", () => {
  let endpoint = "";
  let calls: string[] = [];
  let handlers: Handler[] = [];
  const server = createServer((request, response) => {
    calls.push(`${request.method} ${request.url}`);
    const handle = handlers.length > 1 ? handlers.shift() : handlers[0];
    handle?.(request, response);
  });

  const answer =
    (status: number, body: object = {}): Handler =>
    (_request, response) => {
      response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
    };
  const hangUp: Handler = (request) => request.socket.destroy();
  const api = (): Api => new Api({ endpoint, token: "t", retries: RETRIES });

  before(async () => {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    assert.ok(address && typeof address === "object");
    endpoint = `http://127.0.0.1:${address.port}`;
  });

  beforeEach(() => {
    calls = [];
  });

  after(() => {
    server.closeAllConnections();
    server.close();
  });

  test("reports a refusal with the request, the answer and its id, and sends it once", async () => {
    handlers = [answer(422, { id: "unprocessable_entity", message: "name is taken", request_id: "r-1" })];
    await assert.rejects(api().send(never, "POST", "/v2/vpcs", { name: "a" }), (thrown) => {
      assert.ok(thrown instanceof ApiFailure);
      assert.equal(thrown.message, `POST ${endpoint}/v2/vpcs: 422 (request "r-1") name is taken`);
      assert.equal(explain(thrown, "creating VPC", never).message, `Error creating VPC: ${thrown.message}`);
      return true;
    });
    assert.equal(calls.length, 1);
  });

  test("gives up after as many attempts as it was allowed, and reports how many", async () => {
    handlers = [answer(503, { message: "busy" })];
    await assert.rejects(api().get(never, "/v2/vpcs/1"), {
      message: `GET ${endpoint}/v2/vpcs/1: 503 busy; giving up after 3 attempt(s)`,
    });
    assert.equal(calls.length, 3);
  });

  test("repeats a request after a lost connection, unless it may have created something", async () => {
    handlers = [hangUp, answer(200, { vpc: { id: "1" } })];
    assert.deepEqual(await api().get(never, "/v2/vpcs/1"), { vpc: { id: "1" } });
    assert.equal(calls.length, 2);
    calls = [];
    handlers = [hangUp, answer(201)];
    await assert.rejects(api().send(never, "POST", "/v2/droplets", {}), NoAnswer);
    assert.equal(calls.length, 1);
  });

  test("reports an answer that is no JSON object with its beginning, as a proxy's page", async () => {
    handlers = [(_request, response) => response.writeHead(200).end("<html>Log in to the network</html>")];
    await assert.rejects(api().get(never, "/v2/vpcs/1"), {
      message: `GET ${endpoint}/v2/vpcs/1: 200 the answer is no JSON object: <html>Log in to the network</html>`,
    });
  });

  test("reads all pages of a list", async () => {
    const page = (...ids: number[]): Handler =>
      answer(200, { ssh_keys: ids.map((id) => ({ id })), meta: { total: 3 } });
    handlers = [page(1, 2), page(3)];
    const keys = await api().list(never, "/v2/account/keys", "ssh_keys");
    assert.deepEqual(keys, [{ id: 1 }, { id: 2 }, { id: 3 }]);
    assert.deepEqual(calls, [
      "GET /v2/account/keys?page=1&per_page=200",
      "GET /v2/account/keys?page=2&per_page=200",
    ]);
  });

  test("takes an object that no longer exists for deleted", async () => {
    handlers = [answer(404)];
    await api().remove(never, "/v2/vpcs/1");
    assert.equal(await api().find(never, "/v2/vpcs/1"), null);
  });

  test("ends at its time-out, and reports it", async () => {
    handlers = [() => {}];
    const soon = AbortSignal.timeout(30);
    await assert.rejects(api().get(soon, "/v2/droplets/1"), (thrown) => {
      assert.equal(explain(thrown, "waiting", soon).message, "Error waiting: context deadline exceeded");
      return true;
    });
  });
});

test("an API that can't be reached is reported with its address and what to check", async () => {
  const nobody = createServer();
  nobody.listen(0, "127.0.0.1");
  await once(nobody, "listening");
  const address = nobody.address();
  assert.ok(address && typeof address === "object");
  const endpoint = `http://127.0.0.1:${address.port}`;
  nobody.close();
  await once(nobody, "close");
  const api = new Api({ endpoint, token: "t", retries: { ...RETRIES, most: 0 } });
  await assert.rejects(api.send(never, "POST", "/v2/vpcs", {}), (thrown) => {
    const told = explain(thrown, "creating VPC", never);
    assert.ok(told.message.startsWith(`Error creating VPC: POST ${endpoint}/v2/vpcs: connect ECONNREFUSED`));
    assert.match(told.detail, /api_endpoint/);
    return true;
  });
});

describe("a wait", () => {
  test("ends with the first answer that is one", async () => {
    let asked = 0;
    const probe = async (): Promise<number | null> => {
      asked += 1;
      return asked < 3 ? null : asked;
    };
    assert.equal(await waitFor(never, probe), 3);
  });

  test("for others to let go ends in their refusal, which says more than that time is over", async () => {
    const refusal = new ApiFailure("DELETE ...: 409 in use", 409, "in use");
    const refuse = (): Promise<void> => Promise.reject(refusal);
    await assert.rejects(
      untilFree(AbortSignal.timeout(20), ({ status }) => status === 409, refuse),
      refusal,
    );
    await assert.rejects(
      untilFree(never, () => false, refuse),
      refusal,
    );
  });

  test("that is interrupted says so", async () => {
    const stopping = new AbortController();
    const waiting = waitFor(stopping.signal, async () => null);
    stopping.abort();
    await assert.rejects(waiting, (thrown) => {
      assert.equal(explain(thrown, "waiting", stopping.signal).message, "Interrupted while waiting");
      return true;
    });
  });
});
