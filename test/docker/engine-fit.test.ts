import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { recordedAnswers } from "../docker-engine/recorded.ts";
import { containersOf, Project } from "./project.ts";

const project = new Project();
const engines: ChildProcess[] = [];
after(() => {
  for (const engine of engines) engine.kill();
  project.remove();
});
project.writeConfig({ name: "shop", preset: "lab", app: { path: "app", documentRoot: "public" } });

/** Answers in place of an engine; a process of its own, since a synth is waited for. @returns its DOCKER_HOST */
async function startEngine(answers: { version: object; info: object }): Promise<string> {
  const script = `const answers = ${JSON.stringify(answers)};
    const server = require("node:http").createServer((request, response) =>
      response.end(JSON.stringify(answers[request.url.slice(1)])));
    server.listen(0, "127.0.0.1", () => process.stdout.write(String(server.address().port)));`;
  const engine = spawn(process.execPath, ["-e", script], { stdio: ["ignore", "pipe", "inherit"] });
  engines.push(engine);
  const port = await new Promise<string>((resolve) =>
    engine.stdout.once("data", (chunk: Buffer) => resolve(chunk.toString())),
  );
  return `tcp://127.0.0.1:${port}`;
}

function synthOn(DOCKER_HOST: string) {
  return containersOf(project.synth({ DOCKER_HOST }));
}

const nowhere = "tcp://127.0.0.1:1";

test("on an engine that labels for SELinux each container reads this machine's files without a label", async () => {
  const selinux = { SecurityOptions: ["name=selinux"] };
  const labelled = synthOn(await startEngine(recordedAnswers("docker-20.10", selinux)));
  for (const { name, security_opts } of labelled)
    assert.deepEqual(security_opts, ["no-new-privileges:true", "label=disable"], name);
});

test("on an engine that remaps users the secrets are open to containers, and the containers as ever", async () => {
  const plain = synthOn(nowhere);
  assert.deepEqual(synthOn(await startEngine(recordedAnswers("docker-20.10"))), plain);
  assert.deepEqual(synthOn(await startEngine(recordedAnswers("docker-26.1-userns"))), plain);
  const secrets = join(project.folder, ".lampstand/shop/secrets");
  assert.equal(statSync(secrets).mode & 0o777, 0o700);
  for (const name of readdirSync(join(secrets, "database-1")))
    assert.equal(statSync(join(secrets, "database-1", name)).mode & 0o777, 0o644, name);
});

test("for an engine that no stack runs on there is no stack local, and the reason is printed", async () => {
  const { stderr } = project.run({ DOCKER_HOST: await startEngine(recordedAnswers("podman-4.3")) });
  assert.match(
    stderr,
    /^There is no stack "local":\nThere is no usable Docker engine: the engine is Podman 4\.3\.1\./,
  );
});
