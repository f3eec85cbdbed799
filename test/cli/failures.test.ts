import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { classifySystemError } from "../../cli/classify-system-error.ts";
import { type EngineObjects, loadFailureText, takenPorts } from "../../cli/deploy/index.ts";
import { resolveConfig } from "../../modules/config/index.ts";
import { Failure } from "../../modules/failures/index.ts";
import { container } from "./engine-objects.ts";

const nothing: EngineObjects = { containers: [], networks: [], volumes: [] };

test("a port counts as taken if it answers and this stack doesn't publish it", async () => {
  const server = createServer();
  const port = await new Promise<number>((resolve, reject) =>
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      if (typeof address === "object" && address !== null) resolve(address.port);
      else reject(new Error("no port"));
    }),
  );
  try {
    const config = resolveConfig({ loadBalancer: { httpPort: port, httpsPort: 1024, statusPort: 1025 } });
    assert.deepEqual(await takenPorts(config, nothing), [{ field: "loadBalancer.httpPort", port }]);
    const balancer = container("c3", "load-balancer-1", { publishedPorts: [port] });
    assert.deepEqual(await takenPorts(config, { ...nothing, containers: [balancer] }), []);
  } finally {
    await new Promise((resolve) => server.close(resolve));
  }
});

test("MySQL's complaint about the init SQL names the file as the user knows it", () => {
  const folder = mkdtempSync(join(tmpdir(), "lampstand-init-"));
  try {
    mkdirSync(join(folder, "sql"));
    writeFileSync(join(folder, "schema.sql"), "");
    const complaint = "ERROR 1146 (42S02) at line 2: Table 'app.nowhere' doesn't exist";
    assert.equal(
      loadFailureText(`init failed: init.sql: ${complaint}`, join(folder, "schema.sql"), folder),
      `schema.sql: ${complaint}`,
    );
    assert.equal(
      loadFailureText(`init failed: 002-rows.sql: ${complaint}`, join(folder, "sql"), folder),
      `sql/002-rows.sql: ${complaint}`,
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

function systemError(fields: Readonly<Record<string, string>>): Error {
  return Object.assign(new Error("of the system"), fields);
}

test("an engine that doesn't answer, or not to this user, is told as such whatever command asked it", async () => {
  const told = async (code: string) => {
    const failure = await classifySystemError(systemError({ code, syscall: "connect" }), "/");
    return failure instanceof Failure ? [...failure.ids, failure.message] : [];
  };
  const before = process.env.DOCKER_HOST;
  try {
    delete process.env.DOCKER_HOST;
    assert.deepEqual(await told("ENOENT"), [
      "docker-not-running",
      "The Docker engine does not answer (ENOENT).\n" +
        "Start it: `npm run setup`, or as root `systemctl start docker` or `dockerd`.",
    ]);
    assert.deepEqual(await told("EACCES"), [
      "docker-forbidden",
      "Docker's socket is not open to this user: run this as root, or join the group docker.",
    ]);
    process.env.DOCKER_HOST = "tcp://10.0.0.9:2375";
    assert.deepEqual(await told("ECONNREFUSED"), [
      "docker-host-silent",
      "No Docker engine answers at DOCKER_HOST=tcp://10.0.0.9:2375 (ECONNREFUSED).\n" +
        "Start that engine, or unset DOCKER_HOST to use this machine's own.",
    ]);
  } finally {
    if (before === undefined) delete process.env.DOCKER_HOST;
    else process.env.DOCKER_HOST = before;
  }
});

test("a full disk is reported with where it is mounted, and any other error stays as it is", async () => {
  const failure = await classifySystemError(
    systemError({ code: "ENOSPC", path: "/proc/lampstand/file" }),
    "/",
  );
  assert.ok(failure instanceof Failure);
  assert.deepEqual(failure.ids, ["disk-full"]);
  assert.equal(
    failure.message,
    "The disk /proc, which holds /proc/lampstand, ran full (0 MiB are free now).\n" +
      "Free space there (`du -xhd1 /proc` shows what takes it), then run this again.",
  );
  const other = systemError({ code: "EISDIR" });
  assert.equal(await classifySystemError(other, "/"), other);
  const own = new Failure("config-invalid", "name: got 1");
  assert.equal(await classifySystemError(own, "/"), own);
});
