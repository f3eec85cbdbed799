import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { appendFileSync, mkdirSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import { request } from "node:https";
import { join, resolve } from "node:path";
import { after, before, describe, test } from "node:test";
import { promisify } from "node:util";
import { configurationPlace } from "../../../modules/load-balancer/index.ts";
import { createCa, createServerCertificate } from "../../../modules/secrets/certificates.ts";
import { docker } from "../../support/docker.ts";
import { createProject, type Project } from "./deployed.ts";
import { assertNothingFailed, startWriter, underLoad, type WriterReport } from "./writes.ts";

const reloadProgram = resolve(import.meta.dirname, "../../../modules/docker/reload-balancer.ts");

describe("an edit that is deployed under load fails no request", () => {
  let project: Project;

  before(async () => {
    project = await createProject();
    await project.up();
  });
  after(() => project.remove());

  async function deployEdit(edit: () => void): Promise<void> {
    const report = await underLoad(project.url, async () => {
      edit();
      await project.up();
    });
    assertNothingFailed(report);
  }

  test("of the app", async () => {
    await deployEdit(() => appendFileSync(join(project.folder, "app/public/index.php"), "\n// edited\n"));
  });

  test("of PHP's settings and of the site's secrets, which PHP alone can read", async () => {
    const secret = "a payment service's key";
    writeFileSync(join(project.folder, "payment-key"), secret);
    const secrets = 'secrets: { PAYMENT_KEY: "payment-key" }';
    await deployEdit(() => project.writeConfig(`web: { phpIni: { memory_limit: "96M" }, ${secrets} }`));
    const web = await project.containerOf("web-1");
    const read = (user: string) =>
      docker("exec", "--user", user, web, "cat", "/run/lampstand/private/secrets/PAYMENT_KEY");
    assert.equal(await read("www-data"), secret);
    await assert.rejects(read("nobody"));
    const seen = [
      readFileSync(join(project.folder, "terraform.local.tfstate"), "utf8"),
      await docker("inspect", web),
    ];
    for (const text of seen) assert.ok(!text.includes(secret));
  });

  test("of the balancer, whose container keeps running", async () => {
    const balancer = await project.containerOf("load-balancer-1");
    const authority = await createCa("A public CA");
    const pair = await createServerCertificate(authority, { dns: ["example.org"], addresses: [] });
    mkdirSync(join(project.folder, "tls"));
    writeFileSync(join(project.folder, "tls/site.crt"), pair.certificate);
    writeFileSync(join(project.folder, "tls/site.key"), pair.key);
    const certificate = 'certificate: { certificate: "tls/site.crt", privateKey: "tls/site.key" }';
    await deployEdit(() =>
      project.writeConfig("", `algorithm: "roundrobin", maxRequestBodyMb: 1, ${certificate}`),
    );
    assert.equal(await project.containerOf("load-balancer-1"), balancer);
    const tooLarge = await fetch(project.url, { method: "POST", body: "x".repeat(2 * 1_048_576) });
    assert.equal(tooLarge.status, 413);
    // Visitors get the user's own certificate, and this machine still the stack's.
    const own = join(project.folder, ".lampstand", project.name, "secrets/authority/ca.crt");
    assert.equal(await statusByHttps("example.org", authority.certificate), 200);
    assert.equal(await statusByHttps("localhost", readFileSync(own, "utf8")), 200);
    await assert.rejects(statusByHttps("example.org", readFileSync(own, "utf8")), /certificate/);
  });

  /** Asks with a name that the certificate has to be for, of a CA that is trusted. */
  function statusByHttps(servername: string, ca: string): Promise<number | undefined> {
    const { promise, resolve: answered, reject } = Promise.withResolvers<number | undefined>();
    const address = { host: "127.0.0.1", port: project.ports[1], headers: { host: servername } };
    const sent = request({ ...address, servername, ca, agent: false }, (answer) => {
      answer.resume();
      answered(answer.statusCode);
    });
    sent.on("error", reject).end();
    return promise;
  }

  test("a configuration that HAProxy refuses is reported, and the previous one stays in use", async () => {
    const folder = join(project.folder, ".lampstand", project.name, "balancer");
    const link = join(folder, configurationPlace.link);
    const before = readlinkSync(link);
    writeFileSync(join(folder, "broken.cfg"), "frontend site\n    bind :8080\n    no such keyword\n");
    const container = await project.containerOf("load-balancer-1");
    const place = JSON.stringify(configurationPlace);
    await assert.rejects(
      promisify(execFile)(process.execPath, [reloadProgram, container, folder, "broken.cfg", place]),
      /broken\.cfg is invalid; the previous one stays in use:[\s\S]*unknown keyword/,
    );
    assert.equal(readlinkSync(link), before);
    assert.equal((await fetch(project.url)).status, 200);
  });

  /** Deploys an edit of the database's part of the config; no write that was acknowledged may be lost. */
  async function deployDatabaseEdit(database: string): Promise<void> {
    const writer = startWriter(project.url);
    let written: WriterReport;
    try {
      await deployEdit(() => project.writeConfig("", "", database));
    } finally {
      written = await writer.stop();
    }
    assert.deepEqual(await project.missingEntries(written.acknowledged), []);
  }

  test("of the members, which are replaced one after the other while two join, without losing a write", async () => {
    const before = await project.containersOf("database");
    await deployDatabaseEdit("memoryMb: 704, members: 5");
    const now = await project.containersOf("database");
    assert.equal(now.length, 5);
    assert.ok(now.every((container) => !before.includes(container)));
  });

  test("of the number of members, back to three, without losing a write", async () => {
    await deployDatabaseEdit("memoryMb: 704, members: 3");
    assert.equal((await project.containersOf("database")).length, 3);
  });
});
