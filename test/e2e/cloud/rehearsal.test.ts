import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { z } from "zod";
import { stackObjects } from "../../../cli/cloud-plan/index.ts";
import { type CloudProject, SimulatedAccount } from "./account.ts";

const cli = join(import.meta.dirname, "../../../cli/main.ts");
let account: SimulatedAccount;

before(async () => {
  account = await SimulatedAccount.open();
});
after(() => account.close());

/** Runs a command of the CLI in a project. */
function run(
  project: CloudProject,
  environment: Readonly<Record<string, string>>,
  ...args: readonly string[]
) {
  const { DIGITALOCEAN_TOKEN: _token, DIGITALOCEAN_ACCESS_TOKEN: _other, ...inherited } = process.env;
  const options = { cwd: project.folder, env: { ...inherited, ...environment } };
  const { promise, resolve } = Promise.withResolvers<{ code: unknown; stdout: string; stderr: string }>();
  execFile(process.execPath, [cli, ...args], options, (error, stdout, stderr) => {
    resolve({ code: error === null ? 0 : error.code, stdout, stderr });
  });
  return promise;
}

const dropletsOf = (name: string) =>
  Object.values(account.simulator.control.state().droplets).filter(({ tags }) =>
    tags.includes(`${name}-web`),
  );

test("a rehearsal creates, plans again, rolls, scales, destroys, and leaves nothing, without a token", async () => {
  const project = account.project("show", {
    cloud: { alertEmail: "ops@example.org", domain: "www.example.org" },
  });
  const { code, stdout, stderr } = await run(project, {}, "rehearse", "--json");
  assert.equal(code, 0, stderr);
  const { steps } = z
    .object({ steps: z.array(z.object({ id: z.string(), isGood: z.boolean() })) })
    .parse(JSON.parse(stdout));
  assert.deepEqual(
    steps.map(({ id, isGood }) => `${id} ${isGood}`),
    ["create", "plan", "roll", "scale-up", "scale-down", "destroy", "list"].map((id) => `${id} true`),
  );
});

test("two stacks of different names in one account do not touch each other", async () => {
  const one = account.project("shop");
  const other = account.project("shop-eu", { cloud: { addressRange: "10.120.0.0/20" } });
  await one.deploy();
  await other.deploy();
  const before = await stackObjects(account.simulator, other.config);
  assert.ok(before.length > 8, `${before.length} objects`);
  await one.workspace.destroy();
  assert.deepEqual(await stackObjects(account.simulator, one.config), []);
  assert.deepEqual(await stackObjects(account.simulator, other.config), before);
  const { add, change, remove } = await other.workspace.plan();
  assert.deepEqual([add, change, remove], [0, 0, 0]);
  const { database } = other.config;
  const renamed = { ...other.config, database: { ...database, name: "other" } };
  await other.workspace.synthesize(renamed, other.site);
  await assert.rejects(() => other.workspace.apply(), /Instance cannot be destroyed/);
  assert.deepEqual(await stackObjects(account.simulator, other.config), before);
  await other.workspace.synthesize({ ...other.config, database: { ...database, user: "clerk" } }, other.site);
  await other.workspace.apply();
  await other.workspace.destroy();
  assert.deepEqual(await stackObjects(account.simulator, other.config), []);
});

test("a gate that fails reports the reason and leaves the old droplets; the next deploy continues from there", async () => {
  const project = account.project("gated");
  await project.deploy();
  const old = dropletsOf("gated").map(({ id }) => id);
  project.editApp("<?php echo 'two';\n");
  await project.workspace.synthesize(project.config, project.site);
  project.shortenGate(2);
  account.simulator.control.fault({
    ...{ kind: "answer", path: "/_simulator/balancers/*", status: 503, count: 1_000_000 },
  });
  await assert.rejects(
    () => project.workspace.apply(),
    /Not every new web node has answered through the balancer within 2 s; still missing: droplet \d+, droplet \d+/,
  );
  account.simulator.control.clearFaults();
  const both = dropletsOf("gated").map(({ id }) => id);
  assert.equal(both.length, 4);
  for (const id of old) assert.ok(both.includes(id), `droplet ${id} is gone`);
  await project.deploy();
  const now = dropletsOf("gated").map(({ id }) => id);
  assert.deepEqual(
    now,
    both.filter((id) => !old.includes(id)),
  );
  await project.workspace.destroy();
});

test("plan cloud asks the account: what is deployed, and what stands in the way, with exit code 2", async () => {
  const project = account.project("asked", {
    cloud: { domain: "www.example.com", sshKeys: ["labtop"], addressRange: "10.120.0.0/20" },
  });
  const { code, stdout } = await run(project, account.environment, "plan", "cloud");
  assert.equal(code, 2, stdout);
  assert.match(stdout, /The account was queried: nothing of this stack is deployed\./);
  assert.match(stdout, /cloud\.domain: got "www\.example\.com", but the account's DNS has no domain; /);
  assert.match(stdout, /cloud\.sshKeys\.0: got "labtop", but no key of the account has that name; /);
});

test("plan cloud works without a token, and says that it didn't ask", async () => {
  const { code, stdout } = await run(account.project("quiet"), {}, "plan", "cloud");
  assert.equal(code, 0, stdout);
  assert.match(stdout, /DIGITALOCEAN_TOKEN is not set, so the account was not queried/);
});

test("plan cloud tells a refused token with DigitalOcean's own words", async () => {
  const environment = { ...account.environment, DIGITALOCEAN_TOKEN: "dop_v1_wrong" };
  const { code, stdout } = await run(account.project("refused"), environment, "plan", "cloud");
  assert.equal(code, 2, stdout);
  assert.match(
    stdout,
    /DIGITALOCEAN_TOKEN: DigitalOcean refuses the token in DIGITALOCEAN_TOKEN \(401 Unable to authenticate you\); /,
  );
  assert.match(stdout, /The account could not be queried, see Problems: prices are the built-in list's/);
  assert.doesNotMatch(stdout, /is not set/);
});

test("plan cloud without a network shows the plan all the same, with what to check and exit code 2", async () => {
  const environment = { DIGITALOCEAN_TOKEN: "t", DIGITALOCEAN_API_URL: "http://127.0.0.1:2" };
  const { code, stdout } = await run(account.project("offline"), environment, "plan", "cloud");
  assert.equal(code, 2, stdout);
  assert.match(
    stdout,
    /\n {2}- DigitalOcean: DigitalOcean's API can't be reached at http:\/\/127\.0\.0\.1:2 \(connect ECONNREFUSED 127\.0\.0\.1:2, 5 attempts\); /,
  );
  assert.match(stdout, /\nweb +2 /);
});

test("a database whose creation failed lives on outside Terraform's state, and plan cloud names it", async () => {
  const project = account.project("failing");
  account.simulator.control.fault({ kind: "creation", creation: "database", outcome: "fails" });
  await assert.rejects(() => project.deploy());
  // The workspace-in keeps it as tainted; the real provider, 2.71.0, forgets it.
  project.forget("digitalocean_database_cluster");
  const { code, stdout } = await run(project, account.environment, "plan", "cloud");
  assert.equal(code, 2, stdout);
  assert.match(
    stdout,
    /Left over in the account .*:\n {2}- database cluster failing-database \([0-9a-f-]+\), which costs money: remove it /,
  );
});
