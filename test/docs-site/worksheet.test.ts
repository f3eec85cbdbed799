import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";

import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { test } from "node:test";
import {
  crashOneWebNode,
  majorityLoss,
  presetNeeded,
  tenRequests,
  worksheetFunctions,
  worksheetProbe,
} from "../../docs-site/src/worksheet.ts";
import { resolveConfig } from "../../modules/config/index.ts";
import { planTopology } from "../../modules/topology/index.ts";

const config = resolveConfig({ name: "course", preset: "ha", loadBalancer: { httpPort: 9090 } });
const page = readFileSync(
  resolve(import.meta.dirname, "../../docs-site/src/content/docs/guides/lab.mdx"),
  "utf8",
);
const commands = [
  ...[...page.matchAll(/^```sh\n(.*?)^```$/gms)].map(([, block = ""]) => block),
  majorityLoss(planTopology(config, "local")).commands,
];

/**
 * Runs a script where docker, sudo and npm are programs that write down their arguments. docker prints an id or a process
 * number; npm prints a status.
 */
function run(script: string): {
  readonly code: number | null;
  readonly calls: readonly string[];
  readonly output: string;
} {
  const folder = mkdtempSync(join(tmpdir(), "lampstand-worksheet-"));
  try {
    const log = join(folder, "calls");
    const program = (name: string, body: string) => {
      writeFileSync(join(folder, name), `#!/bin/sh\nprintf '%s\\n' "${name} $*" >> ${log}\n${body}\n`);
      chmodSync(join(folder, name), 0o755);
    };
    program("docker", 'case "$*" in inspect*) echo 4711;; ps*) echo c0ffee;; esac');
    program("sudo", "exit 0");
    program("curl", "echo 200 web-2");
    program("sleep", "exit 0");
    program("npm", "printf 'database-1  healthy  x  SECONDARY\\ndatabase-2  healthy  x  PRIMARY\\n'");
    writeFileSync(log, "");
    const { status, stdout, stderr } = spawnSync("sh", ["-e", "-c", script], {
      encoding: "utf8",
      env: { PATH: `${folder}:/usr/bin:/bin` },
    });
    return { code: status, calls: readFileSync(log, "utf8").trim().split("\n"), output: stdout + stderr };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test("the lab finds a container by the labels of the stack and the component, since its name has a hash", () => {
  const { code, calls, output } = run(`${worksheetFunctions(config)}\ncontainer web-1`);
  assert.equal(code, 0, output);
  assert.deepEqual(calls, [
    "docker ps --all --latest --quiet --filter label=lampstand.stack=course --filter label=lampstand.component=web-1",
  ]);
  assert.equal(output, "c0ffee\n");
});

test("a crash kills the container's main process, so that Docker restarts it", () => {
  const { code, calls, output } = run(`${worksheetFunctions(config)}\ncrash web-1`);
  assert.equal(code, 0, output);
  assert.deepEqual(calls.slice(1), ["docker inspect --format {{.State.Pid}} c0ffee", "sudo kill -9 4711"]);
});

test("the primary is read from the status", () => {
  assert.equal(run(`${worksheetFunctions(config)}\nprimary`).output, "database-2\n");
});

test("every command of the lab runs as it is printed, and names components that the preset ha has", () => {
  assert.ok(commands.length >= 8, `${commands.length} commands`);
  const ids = new Set(planTopology(config, "local").components.map(({ id }) => id));
  for (const command of commands) {
    const { code, output } = run(`${worksheetFunctions(config)}\n${command}`);
    assert.equal(code, 0, `${command}\n${output}`);
    const named = command.match(/\b(?:load-balancer|web|database-router|database)-\d\b/g) ?? [];
    assert.deepEqual(
      named.filter((id) => !ids.has(id)),
      [],
    );
  }
});

test("the lab's members that crash are the fewest without which there is no majority, however many there are", () => {
  const lossOf = (members: 3 | 5 | 9) =>
    majorityLoss(planTopology(resolveConfig({ database: { members } }), "local"));
  assert.deepEqual(lossOf(3), {
    prediction: "two of three members crash. One is healthy.",
    commands: "crash database-1; crash database-2",
  });
  assert.equal(lossOf(5).prediction, "three of five members crash. Two are healthy.");
  assert.equal(lossOf(9).prediction, "five of nine members crash. Four are healthy.");
});

test("requests go to the port of the config", () => {
  const { calls, output } = run(tenRequests(config));
  assert.equal(calls.length, 10, output);
  assert.ok(calls.every((call) => call.endsWith("http://127.0.0.1:9090/")));
  assert.match(worksheetProbe(config), /http:\/\/127\.0\.0\.1:9090\/readyz/);
  const crash = run(crashOneWebNode(config));
  assert.equal(crash.code, 0, crash.output);
  assert.equal(crash.calls.at(-2), "sudo kill -9 4711");
  assert.equal(crash.output, "200 web-2\n");
});

test("a config that is too small for the experiments is named with what it has", () => {
  assert.equal(presetNeeded(planTopology(config, "local")), "");
  assert.equal(
    presetNeeded(planTopology(resolveConfig({ preset: "small" }), "local")),
    "This config has two web nodes and one database member: set the preset to ha first, or some experiments show an outage.",
  );
});
