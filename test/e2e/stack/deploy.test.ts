import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { chromium } from "playwright-core";
import { tenRequests, worksheetFunctions } from "../../../docs-site/src/worksheet.ts";
import { docker } from "../../support/docker.ts";
import { createProject, type Project, remains, startCli } from "./deployed.ts";
import { startWriter } from "./writes.ts";

describe("a stack deployed by `up`", () => {
  let project: Project;

  before(async () => {
    project = await createProject();
  });
  after(() => project.remove());

  test("a port in use is refused before anything is made", async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(project.httpPort, "127.0.0.1", () => resolve()));
    try {
      const { code, output } = await project.run("up");
      assert.equal(code, 1);
      assert.match(
        output,
        new RegExp(
          `loadBalancer\\.httpPort: port ${project.httpPort} on 127\\.0\\.0\\.1 is in use by another program\n` +
            "End that program, or choose another port in lampstand\\.config\\.ts\\.",
        ),
      );
      assert.deepEqual(await remains(project.name), []);
    } finally {
      await new Promise((resolve) => server.close(resolve));
    }
  });

  test("an interrupted deploy reports how to continue, and a second one meanwhile is refused", async () => {
    const first = startCli(project.folder, "up");
    const ended = new Promise<number | null>((resolve) => first.on("exit", resolve));
    while ((await remains(project.name)).length === 0) await pause(50);
    const second = await project.run("up");
    assert.equal(second.code, 1);
    assert.match(second.output, /Another deploy of this project is running \(process \d+, since\s+\S+\)\./);
    first.kill("SIGINT");
    assert.equal(await ended, 1);
  });

  test("the next `up` continues and ends with a site that a browser opens", async () => {
    const { code, output } = await project.run("up");
    assert.equal(code, 0, output);
    assert.match(output, new RegExp(`Site: {4}${project.url}`));
    const browser = await chromium.launch({
      executablePath: "/usr/bin/chromium",
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    });
    try {
      const page = await browser.newPage();
      const response = await page.goto(project.url);
      assert.equal(response?.status(), 200);
      assert.match(await page.locator("body").innerText(), /web-[12]/);
    } finally {
      await browser.close();
    }
  });

  test("the commands of the lab find containers by their labels, and reach the site", async () => {
    const { name, httpPort } = project;
    const run = promisify(execFile);
    const found = await run("sh", [
      "-c",
      `${worksheetFunctions({ name })}\nfor id in web-1 database-3 load-balancer-1; do container "$id"; done`,
    ]);
    const ids = ["web-1", "database-3", "load-balancer-1"].map((id) => project.containerOf(id));
    assert.deepEqual(found.stdout.trim().split("\n"), await Promise.all(ids));
    const answers = await run("sh", ["-c", tenRequests({ loadBalancer: { httpPort } })]);
    assert.match(answers.stdout, /^(200 web-[12]\n){10}$/);
  });

  test("a second `up` with no edit changes nothing", async () => {
    const before = await docker("ps", "--quiet", "--filter", `label=lampstand.stack=${project.name}`);
    const { code, output } = await project.run("up");
    assert.equal(code, 0, output);
    assert.match(output, /No changes\./);
    assert.equal(await docker("ps", "--quiet", "--filter", `label=lampstand.stack=${project.name}`), before);
  });

  test("`status --json` knows every component, one primary and the queries per second", async () => {
    const deadline = Date.now() + 60_000;
    for (;;) {
      const { code, output } = await project.run("status", "--json");
      const report: { components: Record<string, unknown>[] } = JSON.parse(output);
      const roles = report.components.map(({ groupRole }) => groupRole).filter(Boolean);
      if (code === 0 && roles.length === 3) {
        assert.equal(report.components.length, 8);
        assert.deepEqual([...roles].sort(), ["PRIMARY", "SECONDARY", "SECONDARY"]);
        const counted = report.components.filter(
          ({ queriesPerSecond }) => typeof queriesPerSecond === "number",
        );
        assert.equal(counted.length, 6);
        return;
      }
      assert.ok(Date.now() < deadline, output);
      await pause(500);
    }
  });

  test("no secret is in the state, the plan, what the engine shows, the processes or the logs", async () => {
    const folder = join(project.folder, ".lampstand", project.name, "secrets", "passwords");
    const secrets = readdirSync(folder).map((name) => readFileSync(join(folder, name), "utf8"));
    assert.equal(secrets.length, 2);
    const containers = (
      await docker("ps", "--quiet", "--filter", `label=lampstand.stack=${project.name}`)
    ).split("\n");
    const images = new Set(
      (await docker("inspect", "--format", "{{.Image}}", ...containers)).split("\n").filter(Boolean),
    );
    const places: Record<string, string> = {
      state: readFileSync(join(project.folder, "terraform.local.tfstate"), "utf8"),
      plan: readFileSync(join(project.folder, "cdktf.out/stacks/local/cdk.tf.json"), "utf8"),
      inspect: await docker("inspect", ...containers),
    };
    for (const image of images) places[`history ${image}`] = await docker("history", "--no-trunc", image);
    for (const container of containers) {
      places[`logs ${container}`] = await docker("logs", container);
      places[`processes ${container}`] = await docker("top", container, "-eo", "pid,args");
    }
    for (const name of readdirSync(join(project.folder, ".lampstand/logs")))
      places[`log ${name}`] = readFileSync(join(project.folder, ".lampstand/logs", name), "utf8");
    for (const [place, text] of Object.entries(places))
      for (const secret of secrets) assert.ok(!text.includes(secret), `a password is in: ${place}`);
    assert.equal(statSync(folder).mode & 0o777, 0o700);
  });

  test("from a web node no member is reached but through the routers", async () => {
    const web = await project.containerOf("web-1");
    const member = await project.containerOf("database-1");
    const networks = await docker(
      "inspect",
      "--format",
      "{{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}",
      member,
    );
    for (const address of networks.trim().split(" "))
      await assert.rejects(
        docker("exec", web, "timeout", "2", "bash", "-c", `exec 3<>/dev/tcp/${address}/3306`),
        /Command failed/,
      );
    await docker("exec", web, "timeout", "2", "bash", "-c", "exec 3<>/dev/tcp/db/3306");
  });

  test("from this machine nothing answers on the containers' published ports but the balancer's three", async () => {
    const containers = await docker("ps", "--quiet", "--filter", `label=lampstand.stack=${project.name}`);
    const format =
      "{{.Name}} {{range $port, $at := .HostConfig.PortBindings}}{{range $at}}{{.HostIp}}:{{.HostPort}} {{end}}{{end}}";
    const published = (await docker("inspect", "--format", format, ...containers.split("\n")))
      .split("\n")
      .flatMap((line) => {
        const [name = "", ...addresses] = line.trim().split(" ");
        return addresses.map((address) => `${name} ${address}`);
      });
    const balancer = `/${project.name}-load-balancer-1`;
    assert.deepEqual(published.sort(), project.ports.map((port) => `${balancer} 127.0.0.1:${port}`).sort());
  });

  test("`down --keep-data` keeps every row for the next `up`", async () => {
    const writer = startWriter(project.url);
    await pause(1_000);
    const { acknowledged } = await writer.stop();
    const down = await project.run("down", "--keep-data");
    assert.equal(down.code, 0, down.output);
    assert.ok(
      (await remains(project.name)).every((name) => name.includes("-data") || name.includes("-files-")),
    );
    const up = await project.run("up");
    assert.equal(up.code, 0, up.output);
    assert.deepEqual(await project.missingEntries(acknowledged), []);
  });

  test("`down` leaves nothing", async () => {
    const { code, output } = await project.run("down", "--yes");
    assert.equal(code, 0, output);
    assert.deepEqual(await remains(project.name), []);
  });
});
