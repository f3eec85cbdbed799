import assert from "node:assert/strict";
import { appendFileSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { LogFollower, parsePs, parseStat, processesOf } from "../../cli/terraform/index.ts";

const rest = "0 0 0 0 20 0 1 0";

test("a line of /proc is read past a program's name of any kind", () => {
  const line = `4711 (terra) Z 1 (form) S 1 4700 4700 0 -1 4194304 1 0 0 0 0 ${rest} 88123 0`;
  assert.deepEqual(parseStat(line), {
    pid: 4711,
    groupId: 4700,
    startedAt: line.slice(line.lastIndexOf(")") + 2).split(" ")[19],
  });
});

test("a process that has ended and that nobody asks about is not running", () => {
  assert.equal(parseStat(`4711 (terraform) Z 1 4700 4700 0 -1 4194304 1 0 0 0 0 ${rest} 88123 0`), undefined);
});

test("without /proc, `ps` says the same", () => {
  const text = "    1     1 Ss   Thu Nov 26 04:00:01 2026\n 4711  4700 Z+   Thu Nov 26 04:10:00 2026\n";
  assert.deepEqual(parsePs(`${text} 4712  4700 S    Thu Nov 26 04:10:02 2026\n`), [
    { pid: 1, groupId: 1, startedAt: "Thu Nov 26 04:00:01 2026" },
    { pid: 4712, groupId: 4700, startedAt: "Thu Nov 26 04:10:02 2026" },
  ]);
});

test("a recorded run is Terraform and its group, or what is left of the group, and never a later process of its id", () => {
  const record = { pid: 10, startedAt: "100", boot: "b" };
  const terraform = { pid: 10, groupId: 10, startedAt: "100" };
  const provider = { pid: 11, groupId: 10, startedAt: "101" };
  const other = { pid: 12, groupId: 12, startedAt: "90" };
  assert.deepEqual(processesOf(record, [terraform, provider, other]), [terraform, provider]);
  assert.deepEqual(processesOf(record, [provider, other]), [provider]);
  assert.deepEqual(processesOf(record, [other]), []);
  assert.deepEqual(processesOf(record, [{ ...terraform, startedAt: "500" }, other]), []);
});

test("a log is followed line by line, with characters that come in two parts and a last line without an end", async () => {
  const folder = mkdtempSync(join(tmpdir(), "lampstand-log-"));
  try {
    const file = join(folder, "log");
    writeFileSync(file, "one\ntw");
    const lines: string[] = [];
    const log = new LogFollower(file, (line) => lines.push(line));
    const letter = Buffer.from("ö");
    appendFileSync(file, letter.subarray(0, 1));
    await new Promise((resolve) => setTimeout(resolve, 200));
    assert.deepEqual(lines, ["one"]);
    appendFileSync(file, Buffer.concat([letter.subarray(1), Buffer.from("\nthree")]));
    log.close();
    assert.deepEqual(lines, ["one", "twö", "three"]);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
