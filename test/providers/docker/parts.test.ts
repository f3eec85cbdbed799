import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { Readable } from "node:stream";
import { describe, test } from "node:test";
import fc from "fast-check";
import { demultiplex } from "../../../modules/docker-engine/index.ts";
import { packTar } from "../../../modules/tar/index.ts";
import { readBuild } from "../../../providers/docker/build.ts";
import { BuildLog } from "../../../providers/docker/build-log.ts";
import { checkSettings } from "../../../providers/docker/container-checks.ts";
import { containerAttributes } from "../../../providers/docker/container-schema.ts";
import { containerOptions, updatableConfig } from "../../../providers/docker/container-spec.ts";
import {
  decodeMessage,
  type Fields,
  formatDuration,
  parseDuration,
  type Shape,
} from "../../../providers/plugin/index.ts";
import { planResource } from "../../../providers/plugin/plan.ts";
import { encodeMessage } from "../../../providers/plugin/protobuf.ts";

test("a user and a working folder that are left to the image are no change, as the real provider has it", () => {
  const { user, working_dir } = containerAttributes;
  assert.ok(user && working_dir);
  const stored = { user: "haproxy", working_dir: "/srv" };
  for (const left of [null, ""]) {
    const config = { user: left, working_dir: left };
    const { planned, replacedBy } = planResource({ user, working_dir }, stored, config);
    assert.deepEqual(planned, stored);
    assert.deepEqual(replacedBy, []);
  }
  const given = { user: "root", working_dir: "/" };
  assert.deepEqual(planResource({ user, working_dir }, stored, given).replacedBy, ["user", "working_dir"]);
});

describe("a duration", () => {
  test("is written as Go writes it", () => {
    const pairs: readonly [string, number][] = [
      ["0s", 0],
      ["500ms", 5e8],
      ["1.5s", 1.5e9],
      ["1m0s", 60e9],
      ["1m30s", 90e9],
      ["1h0m0s", 3600e9],
    ];
    for (const [text, nanoseconds] of pairs) {
      assert.equal(formatDuration(nanoseconds), text);
      assert.equal(parseDuration(text), nanoseconds);
    }
  });

  test("survives being written and read, to the millisecond", () => {
    fc.assert(fc.property(fc.nat(10_000_000), (ms) => parseDuration(formatDuration(ms * 1e6)) === ms * 1e6));
  });

  test("without a unit is none", () => {
    for (const text of ["", "5", "s", "1x", "-1s", "1 s"]) assert.equal(parseDuration(text), null, text);
  });
});

test("a tar archive is one that tar can read, modes and long paths included", () => {
  const long = `${"folder/".repeat(20)}file`;
  const archive = packTar([
    { path: "etc/a", content: Buffer.from("hello"), mode: 0o600 },
    { path: long, content: Buffer.alloc(1000, "x"), mode: 0o755 },
  ]);
  const listing = execFileSync("tar", ["-tvf", "-"], { input: archive }).toString();
  assert.match(listing, /-rw------- 0\/0 +5 1970.* etc\/a\n/);
  assert.match(listing, new RegExp(`-rwxr-xr-x 0/0 +1000 1970.* ${long}\n`));
});

describe("a container's request", () => {
  const planned = { name: "x", image: "sha256:1", restart: "always", memory: 64 };

  test("limits swap to as much as memory where it is left out, as the engine does", () => {
    assert.deepEqual(updatableConfig(planned).MemorySwap, 128 * 1024 * 1024);
    assert.deepEqual(updatableConfig({ ...planned, memory_swap: -1 }).MemorySwap, -1);
  });

  test("publishes several addresses of one port", () => {
    const ports = ["127.0.0.1", "127.0.0.2"].map((ip) => ({
      internal: 80,
      external: 8080,
      ip,
      protocol: "tcp",
    }));
    const options = containerOptions({ ...planned, ports });
    assert.deepEqual(options.HostConfig?.PortBindings, {
      "80/tcp": [
        { HostIp: "127.0.0.1", HostPort: "8080" },
        { HostIp: "127.0.0.2", HostPort: "8080" },
      ],
    });
  });

  test("leaves to the image what was not asked for", () => {
    const options = containerOptions(planned);
    for (const name of ["Cmd", "Entrypoint", "Env", "User", "Healthcheck", "StopSignal"])
      assert.ok(!(name in options), name);
  });
});

test("a failed build is reported with its step and that step's last lines only", () => {
  const log = new BuildLog();
  const line = (vertex: string, text: string) => ({ vertex, msg: Buffer.from(text) });
  log.add({
    vertexes: [{ digest: "1", name: "[1/3] RUN fine", error: "" }],
    logs: [line("1", "all well\n")],
  });
  log.add({ vertexes: [{ digest: "3", name: "[other] RUN slow", error: "context canceled" }], logs: [] });
  const many = Array.from({ length: 40 }, (_, index) => `line ${index}\n`).join("");
  log.add({
    vertexes: [{ digest: "2", name: "[2/3] RUN bad", error: "exit code: 3" }],
    logs: [line("2", many)],
  });
  const told = log.explain("exit code: 3");
  assert.match(told, /^Failed step: \[2\/3\] RUN bad\n {2}\| line 15\n/);
  assert.match(told, /\| line 39\nexit code: 3$/);
  assert.doesNotMatch(told, /all well/);
});

test("a container's output is put together from both streams", () => {
  const frame = (stream: number, text: string) =>
    Buffer.concat([Buffer.from([stream, 0, 0, 0, 0, 0, 0, text.length]), Buffer.from(text)]);
  assert.equal(demultiplex(Buffer.concat([frame(1, "out\n"), frame(2, "err\n")])), "out\nerr\n");
});

test("a message survives being written and read, and fields from a newer protocol are skipped", () => {
  const inner: Shape = { text: { id: 1, type: "string" } };
  const shape: Shape = {
    flag: { id: 1, type: "bool" },
    number: { id: 2, type: "int" },
    bytes: { id: 3, type: "bytes" },
    kind: { id: 4, type: ["A", "B"] },
    one: { id: 5, type: inner },
    list: { id: 200, type: inner, many: "list" },
    map: { id: 7, type: inner, many: "map" },
  };
  const record = fc.record({ text: fc.string() }, { noNullPrototype: true });
  const message = fc.record(
    {
      flag: fc.boolean(),
      number: fc.nat(Number.MAX_SAFE_INTEGER),
      bytes: fc.uint8Array().map((bytes) => Buffer.from(bytes)),
      kind: fc.constantFrom("A", "B"),
      one: record,
      list: fc.array(record),
      map: fc.dictionary(fc.string(), record, { noNullPrototype: true }),
    },
    { noNullPrototype: true },
  );
  fc.assert(
    fc.property(message, (value) =>
      assert.deepEqual(decodeMessage(shape, encodeMessage(shape, value)), value),
    ),
  );
  const { number: _number, bytes: _bytes, list: _list, ...older } = shape;
  const written = encodeMessage(shape, {
    flag: true,
    number: 300,
    bytes: Buffer.from("x"),
    list: [{ text: "y" }],
  });
  assert.equal(decodeMessage(older, written).flag, true);
});

test("settings that can't work together are refused", () => {
  const told = (config: Fields) => checkSettings({ attach: null, ...config }).map(({ summary }) => summary);
  assert.deepEqual(told({ attach: true, logs: true }), []);
  assert.deepEqual(told({ logs: true }), ["logs would stay empty"]);
  assert.deepEqual(told({ wait: true, start: false }), ["wait waits for ever"]);
  assert.deepEqual(told({ wait: true, attach: true }), ["wait conflicts with attach"]);
  const twice = { file: "/a", content: "a", content_base64: null, source: "/b" };
  assert.deepEqual(told({ upload: [twice] }), ["upload of /a has content and source"]);
});

test("a build fails with the engine's error, and with a line that is no build message", async () => {
  const read = (...lines: readonly string[]) =>
    readBuild(Readable.from(lines.map((line) => `${line}\n`)), new BuildLog(), new AbortController().signal);
  assert.equal(await read('{"id":"moby.image.id","aux":{"ID":"sha256:1"}}'), null);
  assert.equal(await read('{"error":"no space left on device","errorDetail":{}}'), "no space left on device");
  assert.equal(
    await read("<html>502 Bad Gateway</html>"),
    "the engine sent a line that is no build message: <html>502 Bad Gateway</html>",
  );
});
