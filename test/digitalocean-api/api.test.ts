import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { after, before, beforeEach, describe, test } from "node:test";
import { z } from "zod";
import {
  type AccountAccess,
  AccountFailure,
  createOne,
  fetchAll,
  fetchOne,
  isPassing,
  requireAccess,
  retryWaitMs,
} from "../../modules/digitalocean-api/index.ts";

describe("another attempt", () => {
  const limits = { most: 4, shortestWaitMs: 1000, longestWaitMs: 30_000 };
  const failed = { status: 500, retryAfter: null };

  test("is worth it after too many requests and failures on the API's side alone", () => {
    const passing = [200, 401, 403, 404, 409, 412, 422, 429, 500, 501, 502, 503, 504].filter(isPassing);
    assert.deepEqual(passing, [429, 500, 502, 503, 504]);
  });

  test("comes after twice the time each time, up to the longest", () => {
    const waits = [0, 1, 2, 3, 9].map((attempt) => retryWaitMs(attempt, failed, limits));
    assert.deepEqual(waits, [1000, 2000, 4000, 8000, 30_000]);
  });

  test("comes when the API asks for it", () => {
    assert.equal(retryWaitMs(3, { status: 429, retryAfter: "2" }, limits), 2000);
    assert.equal(retryWaitMs(0, { status: 429, retryAfter: "0" }, limits), 0);
    assert.equal(retryWaitMs(0, { status: 500, retryAfter: "9" }, limits), 1000);
    assert.equal(retryWaitMs(0, { status: 429, retryAfter: "soon" }, limits), 1000);
  });

  test("comes when the limit of requests is reset, unless that is longer than the longest wait", () => {
    const limited = (rateLimitReset: string) => ({ status: 429, retryAfter: null, rateLimitReset });
    assert.equal(retryWaitMs(0, limited("1000"), limits, 980_000), 20_000);
    assert.equal(retryWaitMs(0, limited("1000"), limits, 900_000), 1000);
    assert.equal(retryWaitMs(0, limited("1000"), limits, 1_000_001), 1000);
  });
});

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

describe("the account's client", () => {
  const calls: string[] = [];
  let handlers: Handler[] = [];
  let access: AccountAccess = { url: "", token: "t" };
  const server = createServer((request, response) => {
    calls.push(`${request.method} ${request.url}`);
    const handle = handlers.length > 1 ? handlers.shift() : handlers[0];
    handle?.(request, response);
  });
  const answer =
    (status: number, body: object = { message: "no" }, headers = {}): Handler =>
    (_request, response) => {
      response.writeHead(status, headers).end(JSON.stringify(body));
    };
  const hangUp: Handler = (request) => request.socket.destroy();
  const breakOff: Handler = (request, response) => {
    response.writeHead(200, { "content-length": "100" }).write('{"account":');
    setTimeout(() => request.socket.destroy(), 5);
  };
  const account = z.object({ account: z.number() });
  const good = answer(200, { account: 1 });

  before(async () => {
    await once(server.listen(0, "127.0.0.1"), "listening");
    const address = server.address();
    assert.ok(address !== null && typeof address === "object");
    const retries = { most: 2, shortestWaitMs: 1, longestWaitMs: 1, budgetMs: 1_000 };
    access = { url: `http://127.0.0.1:${address.port}`, token: "t", retries };
  });
  beforeEach(() => {
    calls.length = 0;
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });

  const failureOf = async (request: Promise<unknown>): Promise<AccountFailure> => {
    const thrown = await request.then(
      () => undefined,
      (error: unknown) => error,
    );
    assert.ok(thrown instanceof AccountFailure, String(thrown));
    return thrown;
  };
  const messageOf = async (request: Promise<unknown>) =>
    (await failureOf(request)).message.replaceAll(access.url, "URL");

  test("asks again after 429, 500, 503, a dropped connection and an answer that breaks off", async () => {
    for (const passing of [answer(429), answer(500), answer(503), hangUp, breakOff]) {
      handlers = [passing, good];
      assert.deepEqual(await fetchOne(access, "/v2/account", account), { account: 1 });
    }
    assert.equal(calls.length, 10);
  });

  test("gives up after its attempts, or when the API asks for more time than there is, and says what to do", async () => {
    handlers = [answer(503)];
    assert.equal(
      await messageOf(fetchOne(access, "/v2/account", account)),
      "DigitalOcean doesn't answer GET URL/v2/account now (503 no, 3 attempts).\nSee https://status.digitalocean.com. Then run the command again.",
    );
    calls.length = 0;
    handlers = [answer(429, { message: "too many" }, { "retry-after": "60" })];
    assert.equal(
      await messageOf(fetchOne(access, "/v2/account", account)),
      "DigitalOcean doesn't answer GET URL/v2/account now (429 too many).\nThe account has used up its requests for now: at most 5,000 an hour, 250 a minute. Wait, then run the command again.",
    );
    assert.equal(calls.length, 1);
  });

  test("creates nothing twice: sent again after 429 alone", async () => {
    handlers = [answer(429), answer(201, {})];
    await createOne(access, "/v2/vpcs", {});
    assert.equal(calls.length, 2);
    for (const ambiguous of [answer(500), answer(503), hangUp, breakOff]) {
      calls.length = 0;
      handlers = [ambiguous, answer(201, {})];
      assert.equal((await failureOf(createOne(access, "/v2/vpcs", {}))).isPassing, true);
      assert.equal(calls.length, 1);
    }
  });

  test("reads all pages", async () => {
    const page = (items: number[], next?: string) =>
      answer(200, { items, links: next === undefined ? {} : { pages: { next } } });
    handlers = [page([1, 2], "more"), page([3])];
    assert.deepEqual(await fetchAll(access, "/v2/items", "items", z.number()), [1, 2, 3]);
  });

  test("a refusal is reported with what it is about, DigitalOcean's words and what to do", async () => {
    const refusal = async (handler: Handler) => {
      handlers = [handler];
      return messageOf(fetchOne(access, "/v2/account", account));
    };
    assert.equal(
      await refusal(answer(401, { message: "Unable to authenticate you" })),
      "DigitalOcean refuses the token in DIGITALOCEAN_TOKEN (401 Unable to authenticate you).\nIt may be revoked, out of date or copied in part. Make one in the control panel under API, Tokens, and export it again.",
    );
    assert.equal(
      await refusal(answer(403, { message: "You are not authorized" })),
      "The token in DIGITALOCEAN_TOKEN lacks the scope for GET URL/v2/account (403 You are not authorized).\nMake a token with full access, or with read, create, update and delete for every resource of the stack, and export it again.",
    );
    assert.equal(
      await refusal((_request, response) => response.writeHead(200).end("<h1>Log in to\n the proxy</h1>")),
      "DigitalOcean refused GET URL/v2/account (200 <h1>Log in to the proxy</h1>, which is no answer of the API's).\nCheck DIGITALOCEAN_API_URL if it is set, and the network's proxy. Then run the command again.",
    );
  });

  test("a token that isn't set is another failure than one that is refused", () => {
    assert.throws(() => requireAccess({ DIGITALOCEAN_TOKEN: "" }), {
      id: "digitalocean-token-missing",
      message:
        "DIGITALOCEAN_TOKEN is not set.\nMake a personal access token in the control panel under API, Tokens, then: export DIGITALOCEAN_TOKEN=TOKEN",
    });
  });

  test("an API that can't be reached is reported with its address and the cause", async () => {
    const nobody = { ...access, url: "http://127.0.0.1:2" };
    assert.equal(
      await messageOf(createOne(nobody, "/v2/vpcs", {})),
      "DigitalOcean's API can't be reached at http://127.0.0.1:2 (connect ECONNREFUSED 127.0.0.1:2, 3 attempts).\nCheck this machine's network, and DIGITALOCEAN_API_URL if it is set. Then run the command again.",
    );
  });
});
