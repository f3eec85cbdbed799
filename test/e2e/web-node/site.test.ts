import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { after, before, test } from "node:test";
import { docker } from "../../support/docker.ts";
import { newId, SiteStack } from "./site.ts";
import { describeSocket } from "./socket.ts";
import { type Answer, ask } from "./web.ts";

const stack = new SiteStack();
let first = "";
let second = "";
before(async () => {
  [first, second] = await stack.start();
});
after(() => stack.close());

interface SessionAnswer {
  readonly started: boolean;
  readonly count: number;
  readonly id: string;
  readonly bytes: string;
}

async function session(address: string, query: string, id?: string): Promise<SessionAnswer> {
  const headers: Record<string, string> = id === undefined ? {} : { Cookie: `PHPSESSID=${id}` };
  return JSON.parse((await ask(address, `/session.php?${query}`, { headers })).body);
}

function rowOf(id: string) {
  const hash = createHash("sha256").update(id).digest("hex");
  return stack.sql(`SELECT version, LENGTH(data) AS bytes FROM lampstand_sessions WHERE id_hash = '${hash}'`);
}

function sign(address: string, id: string, message = "hello", author = "Ada"): Promise<Answer> {
  return ask(address, "/guestbook", {
    method: "POST",
    headers: { Accept: "application/json", "Content-Type": "application/json" },
    body: JSON.stringify({ id, author, message }),
  });
}

test("a session continues on the other web node, and its id is stored nowhere", async () => {
  const { id } = await session(first, "add");
  assert.equal((await session(second, "add", id)).count, 2);
  assert.equal((await session(first, "add&bytes=5", id)).count, 3);
  assert.deepEqual(await session(second, "", id), {
    started: true,
    count: 3,
    id,
    bytes: "00ff27",
  });
  const everything = JSON.stringify(await stack.sql("SELECT * FROM lampstand_sessions"));
  assert.ok(!everything.includes(id));
});

test("requests of one session at both web nodes wait for each other, and none is lost", async () => {
  const { id } = await session(first, "add");
  await Promise.all(Array.from({ length: 10 }, (_, i) => session(i % 2 ? first : second, "add&pause", id)));
  assert.equal((await session(first, "", id)).count, 11);
});

test("a held session is waited for as long as a request may take; then the request fails, and no visitor loses a session", async () => {
  const [short, long] = [await session(first, "add"), await session(first, "add")];
  const holders = [session(first, "add&hold=6", short.id), session(first, "add&hold=11", long.id)];
  await new Promise((resolve) => setTimeout(resolve, 500));
  const started = performance.now();
  const inTime = session(second, "add", short.id);
  const tooLate = await ask(second, "/session.php?add", { headers: { Cookie: `PHPSESSID=${long.id}` } });
  const waitedMs = performance.now() - started;
  assert.deepEqual([tooLate.status, tooLate.headers["set-cookie"]], [504, undefined], tooLate.body);
  assert.ok(waitedMs > 7_500 && waitedMs < 8_500, `after ${waitedMs} ms`);
  assert.equal((await inTime).count, 3);
  await Promise.all(holders);
  assert.equal((await session(second, "", long.id)).count, 2);
});

test("a request that the balancer sends again takes its session from the web node that was lost", async () => {
  const { id } = await session(first, "add");
  const headers = { Cookie: `PHPSESSID=${id}`, "X-Request-ID": newId() };
  const lost = ask(first, "/session.php?add&hold=5", { headers });
  await new Promise((resolve) => setTimeout(resolve, 1000));
  await docker("pause", stack.web.containerOf("web-1"));
  try {
    const started = performance.now();
    const again: SessionAnswer = JSON.parse((await ask(second, "/session.php?add", { headers })).body);
    assert.equal(again.count, 2);
    assert.ok(performance.now() - started < 1_500);
  } finally {
    await docker("unpause", stack.web.containerOf("web-1"));
  }
  await lost;
  assert.equal((await session(second, "", id)).count, 2);
});

test("a request that changes nothing writes nothing", async () => {
  const { id } = await session(first, "add");
  const before = await rowOf(id);
  await session(second, "", id);
  assert.deepEqual(await rowOf(id), before);
});

test("an id that was never given out is not adopted", async () => {
  const { id, count } = await session(first, "add", "0123456789abcdef0123456789abcdef");
  assert.notEqual(id, "0123456789abcdef0123456789abcdef");
  assert.equal(count, 1);
});

test("a regenerated id takes the data along and the old one ends", async () => {
  const { id: old } = await session(first, "add");
  const { id } = await session(second, "regenerate", old);
  assert.notEqual(id, old);
  assert.equal((await session(first, "", id)).count, 1);
  assert.equal((await rowOf(old)).length, 0);
  assert.equal((await session(first, "", old)).count, 0);
});

test("a destroyed session is gone everywhere", async () => {
  const { id } = await session(first, "add");
  await session(second, "destroy", id);
  assert.equal((await session(first, "", id)).count, 0);
});

test("an expired session is not continued", async () => {
  const { id } = await session(first, "add");
  const hash = createHash("sha256").update(id).digest("hex");
  await stack.sql(
    `UPDATE lampstand_sessions SET expires_at = UNIX_TIMESTAMP() - 1 WHERE id_hash = '${hash}'`,
  );
  assert.equal((await session(second, "", id)).count, 0);
});

test("a session that is too large is refused and the one before it stays", async () => {
  const { id } = await session(first, "add");
  await session(first, "add&bytes=5000000", id);
  assert.deepEqual(await session(second, "", id), { started: true, count: 1, id, bytes: "" });
  await session(second, "add&bytes=3000000", id);
  assert.deepEqual(await session(first, "", id), { started: true, count: 2, id, bytes: "00ff27" });
});

test("the sessions' table comes back after the site has dropped it, and /readyz reports it meanwhile", async () => {
  const { id } = await session(first, "add");
  await stack.sql("DROP TABLE lampstand_sessions");
  const next = await session(second, "add", id);
  assert.deepEqual([next.started, next.count], [true, 1]);
  assert.equal((await session(first, "add", next.id)).count, 2);
  await stack.sql("DROP TABLE lampstand_sessions");
  const lost = await ask(first, "/readyz");
  assert.deepEqual(
    [lost.status, JSON.parse(lost.body)],
    [
      503,
      {
        ...{ ready: false, primary: true, read: true, schema: false },
        problem: "the site has dropped the table lampstand_sessions, which is made again now",
      },
    ],
  );
  assert.equal((await ask(first, "/readyz")).status, 200);
});

test("the same entry sent twice is stored once, another one under its id is refused", async () => {
  const id = newId();
  const answers = [await sign(first, id), await sign(second, id), await sign(first, id, "other")];
  assert.deepEqual(
    answers.map(({ status }) => status),
    [201, 200, 409],
  );
  assert.deepEqual(JSON.parse(answers[0]?.body ?? ""), { stored: true, id, servedBy: "web-1" });
  assert.deepEqual(await stack.sql(`SELECT message FROM guestbook WHERE id = '${id}'`), [
    { message: "hello" },
  ]);
});

test("what visitors write is shown as text", async () => {
  const text = `<script>alert(1)</script> "'&ü🐘`;
  await sign(first, newId(), text, "<b>Eve</b>");
  const { body } = await ask(second, "/guestbook");
  assert.ok(!body.includes("<script>") && !body.includes("<b>Eve"));
  assert.ok(body.includes("&lt;script&gt;alert(1)&lt;/script&gt; &quot;&apos;&amp;ü🐘"));
});

test("an entry without name, without text, too long or not in UTF-8 is refused with a reason", async () => {
  for (const [author, message] of [
    ["", "x"],
    ["x", " "],
    ["x".repeat(61), "x"],
    ["x", "x".repeat(1001)],
  ] as const) {
    const { status, body } = await sign(first, newId(), message, author);
    assert.equal(status, 422);
    assert.match(JSON.parse(body).reason, /up to 60 .* up to 1000 characters/);
  }
  assert.equal((await sign(first, "short")).status, 422);
});

/** Opens a form at one web node; gives its cookie and hidden fields. */
async function openForm(address: string, path: string) {
  const { headers, body } = await ask(address, path);
  const field = (name: string) => new RegExp(`name="${name}" value="([^"]*)"`).exec(body)?.[1] ?? "";
  const [cookie = ""] = String(headers["set-cookie"]).split(";");
  return { cookie, token: field("token"), id: field("id"), attributes: String(headers["set-cookie"]) };
}

test("a form from one web node is taken by the other; without its cookie or token it is not", async () => {
  const { cookie, token, id, attributes } = await openForm(first, "/guestbook");
  assert.match(attributes, /httponly/i);
  assert.match(attributes, /samesite=strict/i);
  const post = (headers: Record<string, string>, fields: Record<string, string>) =>
    ask(second, "/guestbook", {
      method: "POST",
      headers: { "Content-Type": "application/x-www-form-urlencoded", ...headers },
      body: new URLSearchParams({ id, author: "Ada", message: "from a form", ...fields }).toString(),
    });
  assert.equal((await post({}, { token })).status, 403);
  assert.equal((await post({ Cookie: cookie }, {})).status, 403);
  assert.equal((await post({ Cookie: cookie, Accept: "application/json" }, { token: "x" })).status, 403);
  const answer = await post({ Cookie: cookie }, { token });
  assert.deepEqual([answer.status, answer.headers.location], [303, `/guestbook?posted=${id}`]);
  assert.ok((await ask(first, `/guestbook?posted=${id}`)).body.includes("from a form"));
});

test("an uploaded picture is on every web node, as what its bytes say it is", async () => {
  const { cookie, token } = await openForm(first, "/uploads");
  const upload = async (bytes: Uint8Array, type: string) => {
    const form = new FormData();
    form.set("token", token);
    form.set("file", new Blob([Buffer.from(bytes)], { type }), "../../evil.php");
    const encoded = new Response(form);
    const headers = { Cookie: cookie, "Content-Type": encoded.headers.get("content-type") ?? "" };
    const body = new Uint8Array(await encoded.arrayBuffer());
    return (await ask(first, "/uploads", { method: "POST", headers, body })).status;
  };
  const gif = Buffer.from("R0lGODlhAQABAIAAAP///wAAACwAAAAAAQABAAACAkQBADs=", "base64");
  assert.equal(await upload(Buffer.from("<?php echo 1;"), "image/gif"), 422);
  assert.equal(await upload(Buffer.from("<svg xmlns='http://www.w3.org/2000/svg'/>"), "image/gif"), 422);
  assert.equal(await upload(gif, "text/html"), 303);
  const path = /\/uploads\/[0-9a-f]{32}\.gif/.exec((await ask(second, "/uploads")).body)?.[0] ?? "";
  const { status, headers } = await ask(second, path);
  assert.equal(status, 200);
  assert.equal(headers["content-type"], "image/gif");
  assert.equal(headers["content-security-policy"], "default-src 'none'; sandbox");
});

test("the checks pass where the stack is redundant and fail where it is not", async () => {
  const { body } = await ask(first, "/checks", { headers: { Accept: "application/json" } });
  const checks: readonly { name: string; passed: boolean; seen: string }[] = JSON.parse(body).checks;
  const failed = checks.filter(({ passed }) => !passed).map(({ seen }) => seen);
  assert.equal(failed.length, 1);
  assert.match(failed[0] ?? "", /^database-1 .* — a single point of failure$/);
  assert.equal(checks[0]?.seen, "web-1, web-2");
  assert.equal(checks.length, 8);
});

test("every page carries the site's policy, and none needs anything from elsewhere", async () => {
  for (const path of ["/", "/guestbook", "/uploads", "/checks", "/acronyms", "/nowhere"]) {
    const { headers, body } = await ask(first, path);
    assert.match(String(headers["content-security-policy"]), /^default-src 'none'/, path);
    assert.doesNotMatch(body, /<script|style="|(src|href)="(https?:)?\/\//, path);
  }
});

test("the bench pages answer", async () => {
  assert.match((await ask(first, "/bench/db")).body, /^word \d+\n$/);
  assert.equal((await ask(first, "/bench/php")).body, "Lampstand\n");
  assert.equal((await ask(first, "/bench/static.txt")).body, "Lampstand\n");
});

describeSocket(stack, () => first);

test("while the database is frozen, a request waits for its session until its limit and then fails; the session is not lost", async () => {
  const { id } = await session(first, "add");
  await docker("pause", stack.database);
  try {
    const started = performance.now();
    const frozen = ask(first, "/session.php?add", { headers: { Cookie: `PHPSESSID=${id}` } });
    assert.equal((await ask(first, "/healthz")).status, 200);
    const { status, headers } = await frozen;
    assert.deepEqual([status, headers["set-cookie"]], [504, undefined]);
    // Without routers, which would cut the connections, each attempt to connect waits for itself.
    assert.ok(performance.now() - started < 17_000);
  } finally {
    await docker("unpause", stack.database);
  }
  await stack.ready(first);
  assert.deepEqual((await session(second, "add", id)).count, 2);
});

test("a read waits a moment for a database that is just being replaced", async () => {
  assert.equal((await ask(first, "/bench/db")).status, 200);
  await stack.assertDatabase("--insert");
  const read = ask(first, "/bench/db");
  await new Promise((resolve) => setTimeout(resolve, 300));
  await stack.assertDatabase("--delete");
  assert.equal((await read).status, 200);
});

test("a write waits for a database that is gone for a while; pages without it are served, and waiting requests are few", async () => {
  const ids = Array.from({ length: 22 }, newId);
  await sign(first, newId());
  const { id } = await session(second, "add");
  await docker("kill", stack.database);
  const waiting = ask(second, "/session.php?add", { headers: { Cookie: `PHPSESSID=${id}` } });
  const writes = Promise.all(ids.map((id) => sign(first, id)));
  await new Promise((resolve) => setTimeout(resolve, 500));
  const started = performance.now();
  assert.equal((await ask(first, "/healthz")).status, 200);
  assert.equal((await ask(first, "/acronyms")).status, 200);
  const home = await ask(first, "/");
  assert.equal(home.status, 200);
  assert.match(home.body, /The database does not answer/);
  assert.equal((await ask(first, "/guestbook")).status, 503);
  assert.ok(performance.now() - started < 10_000);
  await new Promise((resolve) => setTimeout(resolve, 1000));
  await docker("start", stack.database);
  const answers = await writes;
  const acknowledged = ids.filter((_, index) => answers[index]?.status === 201);
  // Sixteen may wait at a time; one that came to its process late may still find the database back.
  assert.ok(
    acknowledged.length >= 16 && acknowledged.length < ids.length,
    `${acknowledged.length} were stored`,
  );
  for (const { status, headers } of answers)
    if (status !== 201) assert.deepEqual([status, headers["retry-after"]], [503, "2"]);
  await stack.ready(first);
  const waited = await waiting;
  assert.ok(waited.status === 504 || JSON.parse(waited.body).count === 2, waited.body);
  assert.equal((await session(second, "", id)).id, id);
  const rows = await stack.sql("SELECT id FROM guestbook");
  const stored = new Set(rows.map((row) => row.id));
  assert.deepEqual(
    acknowledged.filter((id) => !stored.has(id)),
    [],
  );
});
