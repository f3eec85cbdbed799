import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { z } from "zod";
import { requestsPerSecond } from "../../../cli/bench/page-load.ts";
import { renderPlainCompose } from "../../../cli/bench/plain-stack.ts";
import { secondsRun, TerraformClock } from "../../../cli/bench/terraform-clock.ts";

const wrkReport = (extra: string) => `Running 8s test @ http://127.0.0.1:8080/bench/db
  2 threads and 16 connections
  Thread Stats   Avg      Stdev     Max   +/- Stdev
    Latency     3.91ms    1.02ms  20.11ms   84.10%
    Req/Sec     2.06k   210.15     2.51k    70.00%
  32810 requests in 8.01s, 9.80MB read
${extra}Requests/sec:   4096.13
Transfer/sec:      1.22MB
`;

test("wrk's report gives requests per second", () => {
  assert.equal(requestsPerSecond(wrkReport("")), 4096.13);
});

test("a load with failed requests gives no figure: a server that refuses is quick", () => {
  const refused = wrkReport("  Non-2xx or 3xx responses: 12\n");
  assert.throws(
    () => requestsPerSecond(refused),
    /Under load, requests failed: Non-2xx or 3xx responses: 12/,
  );
  const cut = wrkReport("  Socket errors: connect 0, read 3, write 0, timeout 0\n");
  assert.throws(() => requestsPerSecond(cut), /requests failed: Socket errors: connect 0, read 3/);
  assert.throws(() => requestsPerSecond("unable to connect\n"), /no requests/);
});

test("Terraform's share is the sum of its runs", () => {
  assert.equal(secondsRun(""), 0);
  assert.equal(secondsRun("1000000000 3500000000\n4000000000 4500000000\n"), 3);
  assert.throws(() => secondsRun("1000000000\n"));
});

test("the stopwatch hands arguments on and the exit code back, and is emptied by reading", () => {
  const folder = mkdtempSync(join(tmpdir(), "lampstand-clock-"));
  try {
    const clock = new TerraformClock(join(folder, "it's a clock"));
    const terraform = join(folder, "terraform");
    writeFileSync(terraform, `#!/bin/sh\nprintf '%s|' "$@" > "$OUT"\nexit 3\n`);
    chmodSync(terraform, 0o755);
    const env = {
      ...process.env,
      PATH: `${clock.folder}:${folder}:${process.env.PATH}`,
      OUT: join(folder, "out"),
    };
    assert.throws(() => execFileSync("terraform", ["apply", "-var=a b"], { env }), { status: 3 });
    assert.equal(readFileSync(join(folder, "out"), "utf8"), "apply|-var=a b|");
    const seconds = clock.read();
    assert.ok(seconds > 0 && seconds < 60, String(seconds));
    assert.equal(clock.read(), 0);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

test("the plain stack is two containers, labelled for removal, its page on this machine only", () => {
  const { services } = z
    .object({
      services: z.record(
        z.string(),
        z.object({ labels: z.record(z.string(), z.string()), ports: z.array(z.string()).optional() }),
      ),
    })
    .parse(JSON.parse(renderPlainCompose("bench-1", "bench-1-database-kept:abc", 18_090)));
  assert.deepEqual(Object.keys(services), ["web", "database"]);
  for (const { labels } of Object.values(services))
    assert.deepEqual(labels, { "lampstand.stack": "bench-1" });
  assert.deepEqual(services.web?.ports, ["127.0.0.1:18090:80"]);
  assert.equal(services.database?.ports, undefined);
});
