import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, test } from "node:test";
import { strToU8, zipSync } from "fflate";
import {
  fetchTerraform,
  findTerraform,
  putTerraformOnPath,
  releaseFor,
} from "../../cli/terraform-program/index.ts";

const archive = zipSync({
  "LICENSE.txt": strToU8("a licence"),
  terraform: strToU8("#!/bin/sh\necho fetched\n"),
});
const sha256 = createHash("sha256").update(archive).digest("hex");

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "lampstand-terraform-"));
  mkdirSync(join(folder, "bin"));
  mkdirSync(join(folder, "project"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Fetches from a server on the loopback interface that answers with `answer`. */
async function fetchFrom(answer: (response: ServerResponse) => void, expected = sha256): Promise<void> {
  const server = createServer((_request, response) => answer(response)).listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  assert.ok(typeof address === "object" && address !== null);
  try {
    await fetchTerraform({
      release: { address: `http://127.0.0.1:${address.port}/terraform.zip`, sha256: expected },
      projectFolder: join(folder, "project"),
      linkFolder: join(folder, "bin"),
      print: () => {},
    });
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

describe("Terraform, fetched", () => {
  test("is in the project's .lampstand/bin, can be run, and is found under npx too", async () => {
    await fetchFrom((response) => response.end(archive));
    const program = join(folder, "project/.lampstand/bin/terraform");
    assert.equal(execFileSync(program, { encoding: "utf8" }), "fetched\n");
    assert.equal(execFileSync(join(folder, "bin/terraform"), { encoding: "utf8" }), "fetched\n");
    assert.equal(statSync(join(folder, "project/.lampstand")).mode & 0o777, 0o700);
    const environment: Record<string, string | undefined> = { PATH: "/nowhere" };
    putTerraformOnPath(join(folder, "project"), environment);
    assert.equal(findTerraform(environment), "terraform");
  });

  test("is not installed when its checksum is another", async () => {
    await assert.rejects(
      fetchFrom((response) => response.end(archive), "0".repeat(64)),
      new RegExp(`checksum ${sha256}, but 0{64} was expected; it was not installed`),
    );
    assert.equal(existsSync(join(folder, "project/.lampstand")), false);
    assert.deepEqual(readdirSync(join(folder, "bin")), []);
  });

  test("is not installed by an answer that is an error or that is cut off", async () => {
    const refused = fetchFrom((response) => response.writeHead(404).end("nothing here"));
    await assert.rejects(refused, /was answered with 404/);
    const cut = fetchFrom((response) => {
      response.writeHead(200, { "content-length": archive.length });
      response.write(archive.slice(0, 20));
      setTimeout(() => response.destroy(), 50);
    });
    await assert.rejects(cut);
    assert.equal(existsSync(join(folder, "project/.lampstand")), false);
  });

  test("leaves a Terraform alone that somebody put where its link would be", async () => {
    writeFileSync(join(folder, "bin/terraform"), "theirs");
    await fetchFrom((response) => response.end(archive));
    assert.equal(statSync(join(folder, "bin/terraform")).size, "theirs".length);
  });

  test("has a pinned release for each platform that Docker runs on", () => {
    const platforms = ["linux", "darwin"].flatMap((platform) =>
      ["x64", "arm64"].map((processor) => releaseFor(platform, processor)),
    );
    assert.equal(new Set(platforms.map((release) => release?.sha256)).size, 4);
    assert.equal(
      releaseFor("linux", "x64")?.address,
      "https://releases.hashicorp.com/terraform/1.11.4/terraform_1.11.4_linux_amd64.zip",
    );
    assert.equal(releaseFor("win32", "x64"), undefined);
  });
});

describe("the program that does Terraform's work", () => {
  function environmentWith(...programs: readonly string[]): Record<string, string | undefined> {
    for (const program of programs) writeFileSync(join(folder, "bin", program), "");
    return { PATH: join(folder, "bin") };
  }

  test("is terraform where both it and tofu are on the PATH", () => {
    const environment = environmentWith("terraform", "tofu");
    putTerraformOnPath(folder, environment);
    assert.equal(environment.TERRAFORM_BINARY_NAME, undefined);
  });

  test("is tofu where only that is there, for the cdktf CLI too", () => {
    const environment = environmentWith("tofu");
    putTerraformOnPath(folder, environment);
    assert.equal(environment.TERRAFORM_BINARY_NAME, "tofu");
  });

  test("is the one that TERRAFORM_BINARY_NAME names", () => {
    assert.equal(findTerraform({ ...environmentWith("terraform"), TERRAFORM_BINARY_NAME: "tofu" }), "tofu");
  });

  test("is none where neither is there", () => {
    assert.equal(findTerraform(environmentWith()), undefined);
  });
});
