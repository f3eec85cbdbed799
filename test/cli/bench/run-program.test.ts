import assert from "node:assert/strict";
import { test } from "node:test";
import { type Program, runProgram } from "../../../cli/bench/run-program.ts";

const shell = (command: string, more: Partial<Program> = {}): Promise<string> =>
  runProgram({
    program: "/bin/sh",
    args: ["-c", command],
    cwd: "/",
    env: process.env,
    signal: new AbortController().signal,
    ...more,
  });

test("a program gives its standard output, and gets its input", async () => {
  assert.equal(await shell("cat; echo aside >&2", { input: "words\n" }), "words\n");
});

test("a program that ends without having read its input does no harm", async () => {
  const input = "x".repeat(4 * 1024 * 1024);
  assert.equal(await shell("exec 0<&-; echo done", { input }), "done\n");
  await assert.rejects(shell("exec 0<&-; exit 4", { input }), /ended with 4/);
});

test("a program that fails is reported with its last lines", async () => {
  await assert.rejects(
    shell("echo first; echo 'no such thing' >&2; exit 3"),
    /ended with 3:\n[\s\S]*no such thing/,
  );
});

test("an interruption ends a program and what it started, and is what is reported", async () => {
  const controller = new AbortController();
  const running = shell("sleep 60 & wait", { signal: controller.signal });
  setTimeout(() => controller.abort(new Error("Ctrl-C")), 50);
  await assert.rejects(running, /Ctrl-C/);
});
