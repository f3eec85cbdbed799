import assert from "node:assert/strict";
import { test } from "node:test";
import { docker, until } from "../../support/docker.ts";
import type { SiteStack } from "./site.ts";
import { ask } from "./web.ts";

/** Tests of the database at localhost, on a web node of a running stack. */
export function describeSocket(stack: SiteStack, address: () => string): void {
  const answer = async (page: string) => JSON.parse((await ask(address(), page)).body);

  test("a site connects to localhost without TLS and options, and as before with TLS", async () => {
    const { "encrypted to the server": isEncrypted, ...rest } = await answer("/connects.php");
    assert.equal(isEncrypted, true);
    assert.deepEqual(
      rest,
      Object.fromEntries(Object.keys(rest).map((place) => [place, place === "mysqli" ? "1" : 1])),
    );
    assert.equal(Object.keys(rest).length, 7);
  });

  test("a page finds nothing of the one before: variables, settings, temporary tables, locks, transactions", async () => {
    for (let page = 0; page < 5; page++) {
      const seen = await answer("/leaves.php");
      assert.match(seen.mode, /STRICT_TRANS_TABLES/);
      assert.deepEqual(
        [seen.variable, seen.temporary, seen.lock, seen["last insert"], seen["second of two"]],
        [null, false, 1, 1, 2],
      );
    }
    const rows = await stack.sql("SELECT n FROM counters WHERE id = 1");
    assert.equal(rows[0]?.n, 5);
  });

  test("a framework's variables have the password for PHP, and no process's environment has it", async () => {
    const { password, ...seen } = await answer("/environment.php");
    const url = `mysql://app:${password}@127.0.0.1:3306/app`;
    assert.deepEqual(seen, {
      url,
      server: url,
      quoted: `a"b\\c ${password}`,
      program: false,
      process: false,
    });
  });

  test("PHP's commands have the same variables, and those that they were started with win", async () => {
    const container = stack.web.containerOf("web-1");
    const script = "/tmp/variables.php";
    await docker(
      "exec",
      "--user",
      "www-data",
      container,
      "sh",
      "-c",
      `echo '<?php echo getenv("QUOTED"), "\n", $_SERVER["DATABASE_URL"];' > ${script}`,
    );
    const run = (...more: readonly string[]) =>
      docker("exec", "--user", "www-data", ...more, container, "php", script);
    const { password } = await answer("/environment.php");
    assert.equal(await run(), `a"b\\c ${password}\nmysql://app:${password}@127.0.0.1:3306/app`);
    assert.match(await run("--env", "QUOTED=own"), /^own\n/);
  });

  test("connections work after the database server has forgotten every password", async () => {
    await docker("restart", "--time", "1", stack.database);
    await stack.ready(address());
    assert.equal((await answer("/connects.php")).mysqli, "1");
  });

  test("the socket is started again when it was killed", async () => {
    const container = stack.web.containerOf("web-1");
    await docker("exec", "--user", "www-data", container, "pkill", "-9", "mysqlrouter");
    await until("the socket is back", async () => (await ask(address(), "/readyz")).status === 200, 10_000);
  });
}
