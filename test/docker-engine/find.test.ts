import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import {
  assertLocal,
  describeEngine,
  type EngineEndpoint,
  findEngine,
  providerSettings,
  UnusableEngineError,
} from "../../modules/docker-engine/index.ts";

const repo = join(import.meta.dirname, "../..");
const folder = mkdtempSync(join(tmpdir(), "lampstand-docker-config-"));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Stores a context as `docker context create` does. */
function storeContext(name: string, host: string, isTls = false): void {
  const id = createHash("sha256").update(name).digest("hex");
  mkdirSync(join(folder, "contexts/meta", id), { recursive: true });
  const meta = { Name: name, Metadata: {}, Endpoints: { docker: { Host: host, SkipTLSVerify: false } } };
  writeFileSync(join(folder, "contexts/meta", id, "meta.json"), JSON.stringify(meta));
  if (!isTls) return;
  mkdirSync(join(folder, "contexts/tls", id, "docker"), { recursive: true });
  writeFileSync(join(folder, "contexts/tls", id, "docker/ca.pem"), "");
}

/** Runs `docker context use`, with an empty name `docker context use default`. */
function useContext(name: string): void {
  writeFileSync(join(folder, "config.json"), JSON.stringify(name === "" ? {} : { currentContext: name }));
}

function find(variables: Readonly<Record<string, string>> = {}): EngineEndpoint {
  return findEngine({ DOCKER_CONFIG: folder, ...variables });
}

function refusalOf(action: () => unknown): readonly string[] {
  try {
    action();
  } catch (error) {
    if (error instanceof UnusableEngineError) return [...error.ids, error.message];
    throw error;
  }
  assert.fail("it was not refused");
}

storeContext("colima", "unix:///home/ada/.colima/default/docker.sock");
storeContext("desktop-linux", "unix:///home/ada/.docker/desktop/docker.sock");
storeContext("secured", "tcp://127.0.0.1:2376", true);
storeContext("build-host", "ssh://ada@build");

describe("the engine is the one that Docker's own client would use", () => {
  test("with nothing set it is at the default socket", () => {
    useContext("");
    assert.equal(describeEngine(find()), "unix:///var/run/docker.sock (the default)");
    assert.equal(describeEngine(find({ DOCKER_HOST: "", DOCKER_CONTEXT: "" })), describeEngine(find()));
  });

  test("the current context goes before that, DOCKER_CONTEXT before it, and DOCKER_HOST before all", () => {
    useContext("colima");
    const colima = "unix:///home/ada/.colima/default/docker.sock (context colima)";
    const desktop = "unix:///home/ada/.docker/desktop/docker.sock (context desktop-linux)";
    const variables = { DOCKER_CONTEXT: "desktop-linux" };
    assert.equal(describeEngine(find()), colima);
    assert.equal(describeEngine(find(variables)), desktop);
    assert.equal(
      describeEngine(find({ ...variables, DOCKER_HOST: "unix:///run/user/1000/docker.sock" })),
      "unix:///run/user/1000/docker.sock (DOCKER_HOST)",
    );
  });

  test('the context "default" means none, whatever config.json says', () => {
    useContext("colima");
    assert.equal(find({ DOCKER_CONTEXT: "default" }).host, "unix:///var/run/docker.sock");
    useContext("default");
    assert.equal(find().host, "unix:///var/run/docker.sock");
  });

  test("a config.json that Docker itself can't read counts as none", () => {
    writeFileSync(join(folder, "config.json"), "{");
    assert.equal(find().host, "unix:///var/run/docker.sock");
  });

  test("TLS material is the context's, or for DOCKER_HOST what DOCKER_TLS_VERIFY and DOCKER_CERT_PATH say", () => {
    useContext("secured");
    assert.match(find().certificates ?? "", /contexts\/tls\/[0-9a-f]{64}\/docker$/);
    const host = { DOCKER_HOST: "tcp://localhost" };
    assert.deepEqual(providerSettings(find(host)), { host: "tcp://localhost:2375" });
    assert.deepEqual(providerSettings(find({ ...host, DOCKER_TLS_VERIFY: "1" })), {
      host: "tcp://localhost:2376",
      certPath: folder,
    });
    assert.equal(
      find({ ...host, DOCKER_TLS_VERIFY: "1", DOCKER_CERT_PATH: "/certs" }).certificates,
      "/certs",
    );
  });

  test("addresses are taken in every form that Docker takes", () => {
    const hostOf = (DOCKER_HOST: string) => find({ DOCKER_HOST }).host;
    assert.equal(hostOf("127.0.0.1:2375"), "tcp://127.0.0.1:2375");
    assert.equal(hostOf("tcp://[::1]:80"), "tcp://[::1]:80");
    assert.equal(hostOf("unix://"), "unix:///var/run/docker.sock");
    assert.equal(hostOf("npipe:////./pipe/docker_engine"), "npipe:////./pipe/docker_engine");
  });
});

describe("an engine that can't be used is refused with what to change", () => {
  test("a context that isn't stored", () => {
    useContext("gone");
    assert.deepEqual(refusalOf(find), [
      "docker-context-unknown",
      `There is no usable Docker engine: the context "gone" (current in ${folder}/config.json) is not stored in ${folder}/contexts.
\`docker context ls\` lists those that are; choose one, or run \`docker context use default\` to use this machine's own.`,
    ]);
    assert.match(
      refusalOf(() => find({ DOCKER_CONTEXT: "away" }))[1] ?? "",
      /the context "away" \(DOCKER_CONTEXT\) .*unset DOCKER_CONTEXT to use this machine's own\.$/s,
    );
  });

  test("an address that isn't one", () => {
    assert.deepEqual(
      refusalOf(() => find({ DOCKER_HOST: "http://127.0.0.1" })),
      [
        "docker-host-invalid",
        `There is no usable Docker engine: got the address "http://127.0.0.1" (DOCKER_HOST).
Allowed: unix:///path/of/a/socket, npipe:////./pipe/name or tcp://127.0.0.1:port. Correct it, or unset DOCKER_HOST to use this machine's own.`,
      ],
    );
    for (const DOCKER_HOST of ["tcp://", "tcp://host:port", "tcp://127.0.0.1:1/prefix", "ssh://"])
      assert.equal(refusalOf(() => find({ DOCKER_HOST }))[0], "docker-host-invalid", DOCKER_HOST);
  });

  test("one on another machine, which has neither this one's files nor its 127.0.0.1", () => {
    useContext("build-host");
    assert.deepEqual(
      refusalOf(() => assertLocal(find())),
      [
        "docker-remote",
        `There is no usable Docker engine: the one at ssh://ada@build (context build-host) is on another machine.
The stack mounts files of this machine and publishes ports on its 127.0.0.1, so the engine has to be here: run \`docker context use default\` to use this machine's own, or run this on that machine.`,
      ],
    );
    const remote = ["tcp://10.0.0.9:2375", "tcp://engine.example:2376", "tcp://[fd00::9]:2375"];
    for (const DOCKER_HOST of remote)
      assert.equal(refusalOf(() => assertLocal(find({ DOCKER_HOST })))[0], "docker-remote", DOCKER_HOST);
    const local = ["tcp://localhost:2375", "tcp://127.8.0.1:2375", "tcp://[::1]:2375", "unix:///run/x.sock"];
    for (const DOCKER_HOST of local) assertLocal(find({ DOCKER_HOST }));
  });
});

test("no part of the project opens an engine in another way", () => {
  const rooms = ["cli", "modules", "providers", "stacks", "test"];
  const opening = rooms.flatMap((room) =>
    readdirSync(join(repo, room), { recursive: true, encoding: "utf8" })
      .map((path) => join(room, path))
      .filter((path) => path.endsWith(".ts"))
      .filter((path) =>
        /^import (?!type).* from "dockerode"|import\("dockerode"\)/m.test(
          readFileSync(join(repo, path), "utf8"),
        ),
      ),
  );
  assert.deepEqual(opening, ["modules/docker-engine/connect.ts"]);
});
