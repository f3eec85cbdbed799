import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { classifySystemError } from "../../cli/classify-system-error.ts";
import {
  applyEvent,
  importFolder,
  newPull,
  type PullEvent,
  type PullState,
  pulledText,
  pullImage,
} from "../../cli/setup/index.ts";
import { connectTo, endpointAt } from "../../modules/docker-engine/index.ts";
import { Failure, formatFailure } from "../../modules/failures/index.ts";

const downloading = (id: string, current: number, total: number): PullEvent => ({
  id,
  status: "Downloading",
  progressDetail: { current, total },
});
const mib = 1024 * 1024;

describe("the progress of a pull", () => {
  const after = (...events: readonly PullEvent[]): PullState => events.reduce(applyEvent, newPull);

  test("is in MiB over all layers, and then in words", () => {
    assert.equal(pulledText(newPull), "nothing is here yet");
    const begun = after({ id: "a", status: "Pulling fs layer" }, downloading("a", 12 * mib, 40 * mib));
    assert.equal(pulledText(begun), "12 of 40 MiB are here");
    const two = applyEvent(begun, downloading("b", mib / 2, 2 * mib));
    assert.equal(pulledText(two), "13 of 42 MiB are here");
    const whole = after(
      downloading("a", 12 * mib, 40 * mib),
      { id: "a", status: "Download complete" },
      { id: "a", status: "Extracting", progressDetail: { current: mib, total: 40 * mib } },
    );
    assert.equal(pulledText(whole), "40 MiB are here, unpacking");
  });

  test("is none where an event repeats what was known, or reports that it waits or tries again", () => {
    const begun = after(downloading("a", 12 * mib, 40 * mib));
    for (const event of [
      downloading("a", 12 * mib, 40 * mib),
      { id: "a", status: "Retrying in 5 seconds" },
      { id: "b", status: "Waiting" },
    ])
      assert.equal(applyEvent(begun, event), begun);
    assert.notEqual(applyEvent(begun, downloading("a", 13 * mib, 40 * mib)), begun);
  });
});

/** Something that answers in place of an engine. */
async function withEngine(answer: RequestListener, work: (host: string) => Promise<void>): Promise<void> {
  const server = createServer(answer);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  try {
    const address = server.address();
    assert.ok(typeof address === "object" && address !== null);
    await work(`tcp://127.0.0.1:${address.port}`);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

function clientOf(host: string) {
  return connectTo(endpointAt(host, undefined, { kind: "host", variable: "DOCKER_HOST" }));
}

describe("pulling the base image", () => {
  const events =
    (pauseMs: number, count: number): RequestListener =>
    async (_request, response) => {
      for (let at = 1; at <= count; at++) {
        response.write(`${JSON.stringify(downloading("a", at * mib, 4 * mib))}\n`);
        await delay(pauseMs);
      }
      if (count === 4) response.end();
    };
  const lines: string[] = [];
  const options = {
    print: (line: string) => void lines.push(line),
    firstAnswerMs: 20_000,
    stallMs: 1_900,
    printEveryMs: 150,
  };

  test("goes on for as long as there is progress, and reports it", async () => {
    await withEngine(events(500, 4), async (host) => pullImage(await clientOf(host), "debian:13", options));
    assert.ok(lines.length >= 2, lines.join("\n"));
    assert.match(lines[0] ?? "", /^ {2}debian:13: (nothing is here yet|[1-4]\.0 of 4\.0 MiB are here)$/);
  });

  test("is given up when there is none for a while, with how far it came", async () => {
    await withEngine(events(20, 3), async (host) => {
      await assert.rejects(pullImage(await clientOf(host), "debian:13", options), {
        message: "no progress for 1.9 s (3.0 of 4.0 MiB are here)",
      });
    });
  });

  test("is given up when the registry doesn't even begin to answer", async () => {
    await withEngine(
      () => undefined,
      async (host) => {
        await assert.rejects(
          pullImage(await clientOf(host), "debian:13", { ...options, firstAnswerMs: 200 }),
          {
            message: "no progress for 0.2 s (nothing is here yet)",
          },
        );
      },
    );
  });

  test("fails when the engine breaks off", async () => {
    const breaking: RequestListener = (_request, response) => {
      response.write(`${JSON.stringify(downloading("a", mib, 4 * mib))}\n`, () => response.destroy());
    };
    await withEngine(breaking, async (host) => {
      await assert.rejects(pullImage(await clientOf(host), "debian:13", options), /aborted|socket hang up/);
    });
  });

  test("ends with the engine's own words where it ends with an error", async () => {
    const refusing: RequestListener = (_request, response) =>
      response.end('{"errorDetail":{"message":"manifest unknown"},"error":"manifest unknown"}\n');
    await withEngine(refusing, async (host) => {
      await assert.rejects(pullImage(await clientOf(host), "debian:13", options), /manifest unknown/);
    });
  });
});

describe("an answer of the engine that is an error", () => {
  const full = "no space left on device";
  const refuse: RequestListener = (request, response) => {
    request.resume();
    response.writeHead(500, { "content-type": "application/json" });
    response.end(JSON.stringify({ message: full }));
  };

  test("ends the import of the base image with its words and what to do, not with a stack trace", async () => {
    const folder = mkdtempSync(join(tmpdir(), "lampstand-import-"));
    const before = process.env.DOCKER_HOST;
    try {
      writeFileSync(join(folder, "file"), Buffer.alloc(4 * mib));
      await withEngine(refuse, async (host) => {
        process.env.DOCKER_HOST = host;
        const failure: unknown = await importFolder(folder, false).catch((error: unknown) => error);
        assert.deepEqual(formatFailure(failure), {
          text: `debian:13 was made, but the Docker engine did not take it: no space left on
  device
Check that the engine runs and has free space (\`docker info\`, \`docker system
  df\`), then run this again.

More: npm run docs, then /guides/troubleshooting/#base-image-import-failed`,
          exitCode: 3,
        });
      });
    } finally {
      if (before === undefined) delete process.env.DOCKER_HOST;
      else process.env.DOCKER_HOST = before;
      rmSync(folder, { recursive: true, force: true });
    }
  });

  test("is reported in the engine's words whatever command met it", async () => {
    await withEngine(refuse, async (host) => {
      const error: unknown = await (await clientOf(host)).info().catch((thrown: unknown) => thrown);
      const failure = await classifySystemError(error, "/");
      assert.ok(failure instanceof Failure);
      assert.deepEqual(
        [...failure.ids, failure.message],
        [
          "disk-full",
          `The Docker engine refuses a request (500): ${full}\nFree space on the engine's disk (\`docker system df\` shows what Docker uses), then run this again.`,
        ],
      );
    });
    const answer = Object.assign(new Error("(HTTP code 503) x - not a swarm manager "), { statusCode: 503 });
    const failure = await classifySystemError(answer, "/");
    assert.ok(failure instanceof Failure);
    assert.deepEqual(
      [...failure.ids, failure.message],
      [
        "docker-refused",
        "The Docker engine refuses a request (503): not a swarm manager\n`docker info` shows whether the engine is healthy; its log has more.",
      ],
    );
  });
});
