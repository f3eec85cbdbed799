import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import { ensureSecrets } from "../../modules/secrets/index.ts";

const three = ["database-1", "database-2", "database-3"];

/** A place for secrets that is gone after the test. */
function emptyFolder(t: TestContext): string {
  const parent = mkdtempSync(join(tmpdir(), "lampstand-secrets-"));
  t.after(() => rmSync(parent, { recursive: true, force: true }));
  return join(parent, "secrets");
}

/** Every file below a folder, by path. */
function filesBelow(folder: string): Map<string, string> {
  const files = new Map<string, string>();
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile()) files.set(path, readFileSync(path, "latin1"));
  }
  return files;
}

function certificateOf(file: string): X509Certificate {
  return new X509Certificate(readFileSync(file));
}

test("secrets are files of 0600 in folders of 0700", async (t) => {
  const folder = emptyFolder(t);
  await ensureSecrets(folder, three);
  assert.equal(statSync(folder).mode & 0o777, 0o700);
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    const mode = statSync(join(entry.parentPath, entry.name)).mode & 0o777;
    assert.equal(mode, entry.isDirectory() ? 0o700 : 0o600, entry.name);
  }
});

test("for containers whose root is nobody here, what they are given is open, in a folder that is closed", async (t) => {
  const folder = emptyFolder(t);
  // Made for another engine first: what is there is opened too, and not made anew.
  const { webFolder } = await ensureSecrets(folder, three);
  const password = readFileSync(join(webFolder, "db-password"), "utf8");
  const { balancerFolder, memberFolders } = await ensureSecrets(folder, three, "everybody");
  const modeOf = (path: string) => statSync(path).mode & 0o777;
  for (const given of [balancerFolder, webFolder, ...Object.values(memberFolders)]) {
    assert.equal(modeOf(given), 0o755, given);
    for (const name of readdirSync(given)) assert.equal(modeOf(join(given, name)), 0o644, name);
  }
  assert.equal(readFileSync(join(webFolder, "db-password"), "utf8"), password);
  for (const closed of [folder, join(folder, "authority"), join(folder, "passwords")])
    assert.equal(modeOf(closed), 0o700, closed);
  assert.equal(modeOf(join(folder, "authority", "ca.key")), 0o600);
});

test("git takes none of them, whatever is ignored around them", async (t) => {
  const folder = emptyFolder(t);
  await ensureSecrets(folder, three);
  assert.equal(readFileSync(join(folder, ".gitignore"), "utf8"), "*\n");
});

test("each kind of container gets the files that it needs, and no other", async (t) => {
  const secrets = await ensureSecrets(emptyFolder(t), three);
  assert.deepEqual(readdirSync(secrets.balancerFolder).sort(), ["balancer.pem", "ca.crt"]);
  assert.deepEqual(readdirSync(secrets.webFolder).sort(), ["ca.crt", "db-password", "server.pem"]);
  assert.deepEqual(Object.keys(secrets.memberFolders), three);
  for (const folder of Object.values(secrets.memberFolders))
    assert.deepEqual(readdirSync(folder).sort(), [
      "app-password",
      "ca.crt",
      "replication-password",
      "server.crt",
      "server.key",
    ]);
});

test("web nodes and members agree on the app's password, which needs no quoting", async (t) => {
  const secrets = await ensureSecrets(emptyFolder(t), three);
  const password = readFileSync(join(secrets.webFolder, "db-password"), "utf8");
  assert.match(password, /^[\w-]{32}$/);
  for (const folder of Object.values(secrets.memberFolders)) {
    assert.equal(readFileSync(join(folder, "app-password"), "utf8"), password);
    assert.notEqual(readFileSync(join(folder, "replication-password"), "utf8"), password);
  }
});

test("a second call changes no byte", async (t) => {
  const folder = emptyFolder(t);
  const first = await ensureSecrets(folder, three);
  const before = filesBelow(folder);
  assert.deepEqual(await ensureSecrets(folder, three), first);
  assert.deepEqual(filesBelow(folder), before);
});

test("members that are added leave the others' secrets as they are", async (t) => {
  const folder = emptyFolder(t);
  await ensureSecrets(folder, ["database-1"]);
  const before = filesBelow(folder);
  await ensureSecrets(folder, three);
  const after = filesBelow(folder);
  for (const [path, text] of before) assert.equal(after.get(path), text, path);
  assert.equal(after.size, before.size + 2 * 5);
});

test("a member that is added later has a certificate of the same authority, for db, db-read and its id", async (t) => {
  const folder = emptyFolder(t);
  await ensureSecrets(folder, ["database-1"]);
  const { caFile, memberFolders } = await ensureSecrets(folder, three);
  const authority = certificateOf(caFile);
  assert.ok(authority.ca);
  for (const id of three) {
    const certificate = certificateOf(join(memberFolders[id] ?? "", "server.crt"));
    assert.ok(certificate.verify(authority.publicKey), id);
    assert.ok(certificate.checkIssued(authority), id);
    assert.ok(!certificate.ca, id);
    for (const name of ["db", "db-read", id]) assert.equal(certificate.checkHost(name), name);
    assert.equal(certificate.checkHost("database-9"), undefined);
    assert.equal(certificate.checkHost("localhost"), undefined);
  }
});

test("the balancer's certificate is the authority's, for localhost and the loopback addresses", async (t) => {
  const { caFile, balancerFolder } = await ensureSecrets(emptyFolder(t), []);
  const file = join(balancerFolder, "balancer.pem");
  const certificate = certificateOf(file);
  assert.ok(certificate.verify(certificateOf(caFile).publicKey));
  assert.equal(certificate.checkHost("localhost"), "localhost");
  for (const address of ["127.0.0.1", "::1"]) assert.equal(certificate.checkIP(address), address);
  assert.match(readFileSync(file, "utf8"), /-----END CERTIFICATE-----\n-----BEGIN PRIVATE KEY-----/);
});

test("two calls at once make one set of secrets and leave nothing half done", async (t) => {
  const folder = emptyFolder(t);
  const [first, second] = await Promise.all([ensureSecrets(folder, three), ensureSecrets(folder, three)]);
  assert.deepEqual(first, second);
  const passwordFiles = [...filesBelow(folder)].filter(([path]) => /(db|app)-password$/.test(path));
  assert.equal(passwordFiles.length, 4);
  assert.equal(new Set(passwordFiles.map(([, password]) => password)).size, 1);
  assert.deepEqual(readdirSync(folder).sort(), [
    ".gitignore",
    "authority",
    "balancer",
    ...three,
    "passwords",
    "web",
  ]);
  const authority = certificateOf(first.caFile);
  for (const member of Object.values(first.memberFolders)) {
    const certificate = certificateOf(join(member, "server.crt"));
    assert.ok(certificate.verify(authority.publicKey));
    assert.equal(readFileSync(join(member, "ca.crt"), "utf8"), readFileSync(first.caFile, "utf8"));
  }
});

test("web nodes have a certificate of the authority's for the balancer, also in folders of an earlier version", async (t) => {
  const folder = emptyFolder(t);
  const { caFile, webFolder, balancerFolder } = await ensureSecrets(folder, []);
  const file = join(webFolder, "server.pem");
  rmSync(file);
  rmSync(join(balancerFolder, "ca.crt"));
  await Promise.all([ensureSecrets(folder, []), ensureSecrets(folder, [])]);
  const certificate = certificateOf(file);
  assert.ok(certificate.verify(certificateOf(caFile).publicKey));
  assert.equal(certificate.checkHost("web"), "web");
  assert.equal(readFileSync(join(balancerFolder, "ca.crt"), "utf8"), readFileSync(caFile, "utf8"));
  assert.deepEqual(readdirSync(webFolder).sort(), ["ca.crt", "db-password", "server.pem"]);
});
