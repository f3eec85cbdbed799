import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { test } from "node:test";
import { AGENT_PORT, GROUP_PORT, MYSQL_PORT } from "../../modules/database/index.ts";
import { ports } from "../../modules/topology/index.ts";

const read = (path: string) => readFileSync(resolve(import.meta.dirname, "../../modules", path), "utf8");

test("programs that can't import the topology, since they run in containers, have its ports", () => {
  assert.deepEqual(
    [AGENT_PORT, MYSQL_PORT, GROUP_PORT],
    [ports.agent, ports.primary, ports.groupReplication],
  );
  assert.ok(read("web-node/files/healthcheck.sh").includes(`/dev/tcp/127.0.0.1/${ports.http}`));
  assert.ok(read("web-node/php/RouterProbe.php").includes(`PORT = ${ports.agent};`));
  assert.ok(read("web-node/files/serve.sh").includes(ports.http.toString(16).toUpperCase()));
});
