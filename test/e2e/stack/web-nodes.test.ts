import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { crash, docker } from "../../support/docker.ts";
import type { LoadReport } from "../../support/load.ts";
import { createProject, type Project } from "./deployed.ts";
import { drip, type Outcome, send } from "./raw-requests.ts";
import { assertNothingFailed, underLoad } from "./writes.ts";

/** One line in a writable folder for each run, then what the query requests. */
const recorder = `<?php
file_put_contents(__DIR__ . '/../uploads/runs.txt', $_SERVER['REQUEST_METHOD'] . "\\n", FILE_APPEND);
for ($i = 0; $i < (int) ($_GET['headers'] ?? 0); $i++) header("X-Pad-$i: " . str_repeat('a', 1000));
usleep((int) (1e6 * (float) ($_GET['sleep'] ?? 0)));
http_response_code((int) ($_GET['status'] ?? 200));
`;
/** What Apache itself takes a request for, whatever headers say. */
const scheme = `<?php echo $_SERVER['REQUEST_SCHEME'], ' ', $_SERVER['SERVER_PORT'], ' ', $_SERVER['REMOTE_ADDR'],
  isset($_SERVER['HTTP_X_FORWARDED_PROTO']) ? ' behind HTTPS' : '';`;
const timeoutSeconds = 6;
const balancer = `requestTimeoutSeconds: ${timeoutSeconds}, maxRequestBodyMb: 1, trustedProxies: ["127.0.0.1"]`;

describe("web nodes under 16 connections, a third of the requests POST", () => {
  let project: Project;

  before(async () => {
    project = await createProject();
    writeFileSync(join(project.folder, "app/public/runs.php"), recorder);
    writeFileSync(join(project.folder, "app/public/scheme.php"), scheme);
    project.writeConfig("", balancer);
    await project.up();
  });
  after(() => project.remove());

  /** How often the recorder has run since the last call. */
  async function runs(): Promise<number> {
    const file = "/var/www/app/uploads/runs.txt";
    const script = `cat ${file} 2>/dev/null | wc -l; : > ${file}`;
    // The container's root may not write to files of another user.
    const command = ["--user", "www-data", await project.containerOf("web-2"), "sh", "-c", script];
    return Number(await docker("exec", ...command));
  }

  /** A form whose body follows its headers a moment later, as browsers send it. */
  const form = (query = "", headers = "") => [
    `POST /runs.php${query} HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n${headers}\r\n`,
    "a=1",
  ];

  const authority = () =>
    readFileSync(join(project.folder, ".lampstand", project.name, "secrets/authority/ca.crt"), "utf8");

  function seenByHttps(host: string): Promise<string> {
    const { promise, resolve, reject } = Promise.withResolvers<string>();
    const [, port] = project.ports;
    const options = {
      host: "127.0.0.1",
      port,
      path: "/scheme.php",
      headers: { host },
      servername: "",
      ca: authority(),
    };
    request(options, (answer) => {
      answer.setEncoding("utf8").on("data", resolve);
    })
      .on("error", reject)
      .end();
    return promise;
  }

  test("what came by HTTPS is HTTPS for Apache, also from a trusted proxy, which gives the visitor's address", async () => {
    const [, port] = project.ports;
    assert.match(await seenByHttps(`127.0.0.1:${port}`), new RegExp(`^https ${port} `));
    assert.match(await seenByHttps("example.org"), /^https 443 \S+ behind HTTPS$/);
    const seen = async (headers: Record<string, string>) =>
      (await fetch(`${project.url}/scheme.php`, { headers })).text();
    // With the header, some applications take the port for 80 or 443, whatever the address is.
    assert.match(await seen({}), new RegExp(`^http ${project.httpPort} \\S+$`));
    const proxied = { "X-Forwarded-Proto": "https", "X-Forwarded-For": "198.51.100.7, 203.0.113.9" };
    assert.equal(await seen(proxied), `https ${project.httpPort} 198.51.100.7 behind HTTPS`);
  });

  test("any response of the site is passed on, or times out, after one run", async () => {
    await runs();
    const cases: readonly (readonly [string, Outcome])[] = [
      ...[502, 503, 504, 500].map((status) => [`?status=${status}`, status] as const),
      ["?headers=20", 502],
      [`?sleep=${timeoutSeconds + 1}`, 504],
    ];
    for (const [query, expected] of cases) {
      assert.equal(await send(project.httpPort, form(query)), expected, query);
      assert.equal(await runs(), 1, query);
    }
  });

  test("a body without a length is limited as well", async () => {
    const chunk = `10000\r\n${"a".repeat(65_536)}\r\n`;
    const head = "POST /runs.php HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n";
    assert.equal(await send(project.httpPort, [head + chunk.repeat(17), "0\r\n\r\n"]), 413);
    assert.equal(await send(project.httpPort, [head + chunk, "0\r\n\r\n"]), 200);
  });

  test("200 clients that send their bodies slowly delay no other request", async () => {
    for (const sent of [10, 20_000]) {
      const head = "POST /runs.php HTTP/1.1\r\nHost: x\r\nContent-Length: 500000\r\n\r\n";
      const slow = await drip(project.httpPort, 200, head + "a".repeat(sent));
      try {
        const report = await underLoad(project.url, async () => {});
        assertNothingFailed(report);
        assert.ok(report.slowestMs < 5_000, `${report.slowestMs} ms`);
      } finally {
        slow.end();
      }
    }
  });

  test("neither page of the balancer's statistics has more than 62 kB, however large its numbers are", async () => {
    for (const page of ["stats", "metrics"]) {
      const text = await (await fetch(`http://127.0.0.1:${project.ports[2]}/${page}`)).text();
      assert.ok(text.includes("web1") && text.length < 62_000, `${page}: ${text.length}`);
    }
  });

  test("of POSTs to one that freezes, those with a key are answered by the other, and the rest get 502", async () => {
    const web = await project.containerOf("web-1");
    for (const [headers, allowed] of [
      ["Idempotency-Key: k\r\n", [200]],
      ["", [200, 502]],
    ] as const) {
      const sent = Array.from({ length: 16 }, () => send(project.httpPort, form("?sleep=0.5", headers)));
      await pause(250);
      await docker("pause", web);
      const outcomes = await Promise.all(sent);
      await docker("unpause", web);
      assert.ok(
        outcomes.every((outcome) => allowed.some((each) => each === outcome)),
        outcomes.join(" "),
      );
      assert.equal(outcomes.includes(502), headers === "", outcomes.join(" "));
      await pause(1_500);
    }
  });

  test("one that loses the database network, can't write, or whose workers are stuck, leaves the rotation, and no request waits for it", async () => {
    const web = await project.containerOf("web-1");
    const network = `${project.name}-back`;
    // The workers' own user may signal them; the container's root has no right to.
    const signalWorkers = (name: string) => [
      ...["exec", "--user", "www-data", web, "sh", "-c"],
      `for each in /proc/[0-9]*; do [ "$(cut -d" " -f4 $each/stat)" != 1 ] || kill -${name} "\${each#/proc/}"; done`,
    ];
    const faults = [
      { start: ["network", "disconnect", network, web], end: ["network", "connect", network, web] },
      {
        start: ["exec", web, "sh", "-c", "dd if=/dev/zero of=/tmp/fill bs=1M || true"],
        end: ["exec", web, "rm", "/tmp/fill"],
      },
      { start: signalWorkers("STOP"), end: signalWorkers("CONT") },
    ];
    for (const { start, end } of faults) {
      const report = await underLoad(project.url, async () => {
        await docker(...start);
        await pause(4_000);
        await docker(...end);
      });
      assertNothingFailed(report);
      assert.ok(report.slowestMs < 5_000, `${start.join(" ")}: ${report.slowestMs} ms`);
    }
  });

  test("while the database routers don't answer, every node stays in rotation: pages without a database are served", async () => {
    const routers = await project.containersOf("database-router");
    await docker("pause", ...routers);
    try {
      const nodes = new Set<string | null>();
      for (const end = Date.now() + 5_000; Date.now() < end; await pause(100)) {
        const signal = AbortSignal.timeout(1_000);
        const answer = await fetch(`${project.url}/bench/static.txt`, { signal });
        assert.equal(answer.status, 200);
        nodes.add(answer.headers.get("x-served-by"));
      }
      assert.deepEqual([...nodes].sort(), ["web-1", "web-2"]);
    } finally {
      await docker("unpause", ...routers);
    }
    await project.whole();
  });

  /** Loads the site by HTTP and by HTTPS at the same time. */
  async function underBothLoads(happens: () => Promise<void>): Promise<LoadReport[]> {
    const happened = Promise.withResolvers<void>();
    return Promise.all([
      underLoad(project.url, () => happens().then(happened.resolve, happened.reject)),
      underLoad(`https://127.0.0.1:${project.ports[1]}`, () => happened.promise, authority()),
    ]);
  }

  test("one that crashes fails no request", async () => {
    for (const node of ["web-1", "web-2"]) {
      const reports = await underBothLoads(async () => crash(await project.containerOf(node)));
      for (const report of reports) assertNothingFailed(report);
      await project.whole();
    }
  });

  test("one that freezes, and thaws, fails no request", async () => {
    const reports = await underBothLoads(async () => {
      const web = await project.containerOf("web-1");
      await docker("pause", web);
      await pause(22_000);
      await docker("unpause", web);
    });
    for (const report of reports) assertNothingFailed(report);
    assert.ok(
      reports.some(({ slowestMs }) => slowestMs > 500),
      "nothing was in flight on the frozen web node",
    );
  });

  test("one that is removed fails no request, and the next `up` brings it back", async () => {
    const report = await underLoad(project.url, async () => {
      await docker("rm", "--force", "--volumes", await project.containerOf("web-1"));
      await pause(3_000);
      await project.up();
    });
    assertNothingFailed(report);
    assert.notEqual(await project.containerOf("web-1"), "");
  });

  test("from 2 to 4 and back fails no request, and no member is restarted", async () => {
    const members = await project.containersOf("database");
    const report = await underLoad(project.url, async () => {
      for (const extra of ["web: { nodes: 4 }", ""]) {
        project.writeConfig(extra, balancer);
        await project.up();
      }
    });
    assertNothingFailed(report);
    assert.deepEqual(await project.containersOf("database"), members);
  });
});
