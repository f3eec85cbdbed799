import assert from "node:assert/strict";
import { randomInt, randomUUID } from "node:crypto";
import { after, before, describe, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { docker } from "../../support/docker.ts";
import { createProject, type Project } from "../stack/deployed.ts";
import { uploadedTexts, uploadText } from "../stack/uploads.ts";
import { installLauncher, startTree, type Target, type Tree, targets } from "./process-tree.ts";
import { describeSequence, drawSequences, type Operation, operations, type Sequence } from "./sequences.ts";

const count = 14;
/** Moments are drawn from lifetimes measured before: on a busy machine some operations are over by then. */
const fewestHits = 7;
const seed = Number(process.env.LAMPSTAND_TEST_SEED ?? randomInt(2 ** 31));
/** How long the test waits for a process that hasn't started yet at the drawn moment. */
const targetPatienceMs = 20_000;
const writePauseMs = 50;

/** From when to when each process of a command ran, in milliseconds since the command's start. */
type Lifetimes = ReadonlyMap<Target, readonly [number, number]>;

describe(`a deploy that is cut off at any moment repairs itself (LAMPSTAND_TEST_SEED=${seed})`, () => {
  let project: Project;
  let launcher: string;
  const lifetimes = new Map<Operation, Lifetimes>();
  let rows: string[] = [];
  let texts: string[] = [];
  let edits = 0;
  let hits = 0;

  before(async () => {
    project = await createProject();
    launcher = installLauncher(project.folder);
    for (const operation of operations) {
      const args = await prepare(operation);
      const tree = startTree(launcher, project.folder, args);
      const [measured, { code, output }] = await Promise.all([measureLifetimes(tree), tree.ended]);
      assert.equal(code, 0, output);
      lifetimes.set(operation, measured);
    }
    await project.up();
    console.log(`seed ${seed}`);
  });
  after(() => project.remove());

  /** Brings the project to where the operation can begin. @returns the command's arguments */
  async function prepare(operation: Operation): Promise<readonly string[]> {
    if (operation === "removal") return ["down", "--keep-data"];
    edits += 1;
    if (operation === "deploy") {
      const { code, output } = await project.run("down", "--yes");
      assert.equal(code, 0, output);
      rows = [];
      texts = [];
    }
    const nodes = operation === "scale" ? 3 - (edits % 2) : 2;
    const memory = operation === "edit" ? 64 + (edits % 2) : 64;
    project.writeConfig(`preset: "small", web: { nodes: ${nodes}, phpIni: { memory_limit: "${memory}M" } }`);
    return ["up"];
  }

  /** Writes on while the operation runs, and keeps what was acknowledged. */
  function startWriting(): { stop(): Promise<void> } {
    let isOn = true;
    const writing = (async () => {
      while (isOn) {
        const id = randomUUID();
        if (await isStored(project.url, id)) rows.push(id);
        await pause(writePauseMs);
      }
    })();
    return {
      stop() {
        isOn = false;
        return writing;
      },
    };
  }

  /** Cuts the operation off at its moment. @returns false where it was over by then */
  async function cutOff({ operation, cut, moment }: Sequence, tree: Tree): Promise<boolean> {
    let isOver = false;
    void tree.ended.then(() => {
      isOver = true;
    });
    const target = cut.kind === "signal" ? cut.target : "command";
    const [fromMs, toMs] = lifetimes.get(operation)?.get(target) ?? [0, 0];
    await pause(fromMs + moment * (toMs - fromMs));
    let pid = tree.find(target);
    for (
      const deadline = Date.now() + targetPatienceMs;
      pid === undefined && !isOver;
      pid = tree.find(target)
    ) {
      assert.ok(Date.now() < deadline, `there is no ${target}`);
      await pause(10);
    }
    if (pid === undefined) return false;
    if (cut.kind === "signal") kill(pid, cut.signal);
    if (cut.kind === "terminal") {
      tree.closeOutput();
      for (const each of ["launcher", "command"] as const) kill(tree.find(each), "SIGHUP");
    }
    if (cut.kind === "machine") {
      for (const each of tree.all()) kill(each, "SIGKILL");
      const containers = await project.containersOf();
      if (containers.length > 0) await docker("kill", ...containers).catch(() => undefined);
    }
    return true;
  }

  async function play(sequence: Sequence): Promise<void> {
    const args = await prepare(sequence.operation);
    const writing = startWriting();
    const tree = startTree(launcher, project.folder, args);
    const isHit = await cutOff(sequence, tree);
    if (isHit) hits += 1;
    // A command whose Terraform was killed runs until it has reported that; until then its lock refuses another.
    const { cut, isHasty } = sequence;
    const isCommandGone = cut.kind !== "signal" || cut.target === "launcher" || cut.target === "command";
    if (!isHasty || !isCommandGone) await tree.ended;
    const { code, output } = await project.run("up");
    await writing.stop();
    const first = (await tree.ended).output;
    assert.equal(code, 0, `${describeSequence(sequence)}:\n${output}\nThe one before it:\n${first}`);
    await assertWhole(`${output}\nThe one before it:\n${first}`);
  }

  async function assertWhole(output: string): Promise<void> {
    const page = await fetch(`${project.url}/`);
    assert.equal(page.status, 200, output);
    const member = await project.containerOf("database-1");
    const query = ["mysql", "--batch", "--skip-column-names", "app", "--execute", "SELECT id FROM guestbook"];
    const stored = new Set((await docker("exec", member, ...query)).split("\n"));
    assert.deepEqual(
      rows.filter((id) => !stored.has(id)),
      [],
      output,
    );
    assert.deepEqual([...(await uploadedTexts(project.url))].sort(), [...texts].sort(), output);
    const text = randomUUID();
    await uploadText(project.url, text);
    texts.push(text);
  }

  for (const [n, sequence] of drawSequences(seed, count).entries())
    test(`${n + 1}: ${describeSequence(sequence)}`, () => play(sequence));

  test("nothing remains beside the stack", async () => {
    const { code, output } = await project.run("up");
    assert.equal(code, 0, output);
    assert.match(output, /No changes\./);
    assert.doesNotMatch(output, /cut off/);
    assert.ok(hits >= fewestHits, `only ${hits} operations were cut off`);
    assert.ok(rows.length > 0 && texts.length > 0, "something was written");
  });
});

async function measureLifetimes(tree: Tree): Promise<Lifetimes> {
  const lifetimes = new Map<Target, readonly [number, number]>();
  const startedAt = performance.now();
  let isOver = false;
  void tree.ended.then(() => {
    isOver = true;
  });
  for (; !isOver; await pause(25)) {
    const nowMs = performance.now() - startedAt;
    for (const target of targets)
      if (tree.find(target) !== undefined)
        lifetimes.set(target, [lifetimes.get(target)?.[0] ?? nowMs, nowMs]);
  }
  return lifetimes;
}

async function isStored(url: string, id: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/guestbook`, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify({ id, author: "test", message: id }),
      signal: AbortSignal.timeout(5_000),
    });
    await answer.text();
    return answer.ok;
  } catch {
    return false;
  }
}

function kill(pid: number | undefined, signal: NodeJS.Signals): void {
  if (pid === undefined) return;
  try {
    process.kill(pid, signal);
  } catch {
    // It ended meanwhile.
  }
}
