import assert from "node:assert/strict";
import { createServer } from "node:http";
import { describe, test } from "node:test";
import {
  checkEngine,
  describeTraits,
  type EngineTraits,
  endpointAt,
  engineNotice,
  fullCompatibility,
  readTraits,
  UnusableEngineError,
} from "../../modules/docker-engine/index.ts";
import { recordedAnswers, recordedTraits } from "./recorded.ts";

function refusalOf(traits: EngineTraits): readonly string[] {
  try {
    checkEngine(traits);
  } catch (error) {
    if (error instanceof UnusableEngineError) return [...error.ids, error.message];
    throw error;
  }
  assert.fail("it was not refused");
}

describe("an engine that a stack runs on", () => {
  test("needs nothing special as Docker's packages install it", () => {
    const traits = recordedTraits("docker-20.10");
    assert.deepEqual(checkEngine(traits), fullCompatibility);
    assert.equal(describeTraits(traits), "");
  });

  test("may have a newer API than any that is known", () => {
    const newer = { ...recordedTraits("docker-20.10"), version: "31.0.0", apiVersion: "2.0" };
    assert.deepEqual(checkEngine(newer), fullCompatibility);
  });

  test("with userns-remap gets files that everybody may read, since its root is nobody on this machine", () => {
    const traits = recordedTraits("docker-26.1-userns");
    assert.deepEqual(checkEngine(traits), { ...fullCompatibility, readsAsNobody: true });
    assert.equal(describeTraits(traits), "userns-remap");
  });

  test("with SELinux runs its containers without a label, which can read the user's files", () => {
    // Not at hand: the form is the engine's own (`name=selinux`, where dockerd has --selinux-enabled).
    const traits = recordedTraits("docker-20.10", {
      SecurityOptions: ["name=seccomp,profile=default", "name=selinux"],
    });
    assert.deepEqual(checkEngine(traits), { ...fullCompatibility, securityOptions: ["label=disable"] });
    assert.equal(describeTraits(traits), "SELinux");
  });

  test("may be rootless: its root is the user whose files are mounted", () => {
    const traits = recordedTraits("docker-20.10-rootless-cgroup-1", {
      MemoryLimit: true,
      CgroupVersion: "2",
    });
    assert.deepEqual(checkEngine(traits), fullCompatibility);
    assert.equal(describeTraits(traits), "rootless");
    assert.equal(engineNotice(traits), undefined);
  });

  test("may be one that can't limit memory, as a rootless one with cgroup v1, and it is reported", () => {
    const rootless = recordedTraits("docker-20.10-rootless-cgroup-1");
    assert.deepEqual(checkEngine(rootless), fullCompatibility);
    assert.equal(describeTraits(rootless), "rootless, without limits of memory");
    assert.equal(
      engineNotice(rootless),
      "This Docker engine can't limit the memory of containers, so each may take all of it: " +
        "a rootless one can with cgroup v2, started by `systemctl --user start docker`.",
    );
    assert.match(
      engineNotice(recordedTraits("docker-20.10", { MemoryLimit: false })) ?? "",
      /boot with `cgroup_enable=memory`\.$/,
    );
  });
});

describe("an engine that no stack runs on is refused, with what to change", () => {
  test("userns-remap before Docker 26: BuildKit gives files away", () => {
    assert.deepEqual(refusalOf(recordedTraits("docker-20.10-userns")), [
      "docker-engine-unfit",
      `There is no usable Docker engine: the engine is Docker 20.10.24+dfsg1 (API 1.41) with userns-remap.
Allowed with userns-remap: Docker 26.0 (API 1.45) or later. Upgrade it, or take \`userns-remap\` out of /etc/docker/daemon.json.`,
    ]);
  });

  test("Podman's socket", () => {
    const [id, message] = refusalOf(recordedTraits("podman-4.3"));
    assert.equal(id, "docker-engine-unfit");
    assert.match(
      message ?? "",
      /^There is no usable Docker engine: the engine is Podman 4\.3\.1\.\nIts networks/,
    );
  });

  test("Windows containers, and an engine that is too old", () => {
    const traits = recordedTraits("docker-20.10");
    assert.match(refusalOf({ ...traits, system: "windows" })[1] ?? "", /`Switch to Linux containers`/);
    assert.match(
      refusalOf({ ...traits, version: "19.03.5", apiVersion: "1.40" })[1] ?? "",
      /the engine is Docker 19\.03\.5 \(API 1\.40\)\.\nAllowed: Docker 20\.10 \(API 1\.41\) or later\. Upgrade it\.$/,
    );
  });
});

test("an engine is asked about itself by one GET each, and one that is none is an error", async () => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    const { version, info } = recordedAnswers("docker-26.1-userns");
    response.end(JSON.stringify(request.url === "/version" ? version : info));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  assert.ok(typeof address === "object" && address !== null);
  const endpoint = endpointAt(`tcp://127.0.0.1:${address.port}`, undefined, {
    kind: "host",
    variable: "DOCKER_HOST",
  });
  try {
    assert.deepEqual(await readTraits(endpoint, 2_000), recordedTraits("docker-26.1-userns"));
    assert.deepEqual(asked.sort(), ["/info", "/version"]);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
  await assert.rejects(readTraits(endpoint, 2_000), { code: "ECONNREFUSED" });
});
