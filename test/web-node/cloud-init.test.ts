import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import {
  type DropletOptions,
  UserDataTooLargeError,
  userDataLimitBytes,
  webNodeUserData,
} from "../../modules/web-node/index.ts";
import { archive, dropletWith, git } from "./options.ts";
import { filesOf, parseUserData } from "./user-data.ts";

const hardToQuote = fc.oneof(
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  fc
    .array(
      fc.constantFrom(
        ...["\r\n", "\n", "\0", "'", '"', "`id`", "$(id)", `\${HOME}`, "%{if}", "\\", "- a: |\n  b", "#"],
        ...["\u0085", "\u2028", "é", "🐘", "\xff", "EOF\n", "...", "---\n", "{{ ds.meta_data }}", "\t", " "],
      ),
    )
    .map((parts) => Buffer.from(parts.join(""))),
);
const hardToName = fc
  .array(fc.constantFrom("a", "Z", " ", "'", '"', "$x", "é", "🐘", "\n", "-", "*", "\\"), {
    minLength: 1,
    maxLength: 12,
  })
  .map((parts) => `public/${parts.join("")}.php`);

test("every file arrives byte for byte under its own name, with its mode, however hard to quote it is", () => {
  fc.assert(
    fc.property(hardToQuote, hardToQuote, hardToName, (content, sql, name) => {
      const files = [
        { path: name, content },
        { path: "bin/run", content: "#!/bin/sh\r\n", mode: 0o755 },
      ];
      const init = [{ path: "schema.sql", content: sql }];
      const arrived = filesOf(webNodeUserData(dropletWith({ app: { kind: "inlined", files }, init })));
      assert.deepEqual(arrived.get(`/var/www/app/${name}`), { mode: "0644", content });
      assert.deepEqual(arrived.get("/var/www/app/bin/run"), {
        mode: "0755",
        content: Buffer.from("#!/bin/sh\r\n"),
      });
      assert.deepEqual(arrived.get("/var/lib/lampstand/init/001-schema.sql"), {
        mode: "0600",
        content: sql,
      });
    }),
    { numRuns: 25 },
  );
});

test("the environment's values reach a shell that reads the file unchanged", () => {
  const value = `a'b"c \${HOME} $x \`id\` \\ ü🐘\nline 2`;
  const file = filesOf(webNodeUserData(dropletWith({}, { environment: { WEIRD: value } }))).get(
    "/etc/lampstand/environment",
  );
  const assignments = file?.content.toString().split("\n. /etc")[0];
  const printed = execFileSync("sh", ["-c", `${assignments}\nprintf %s "$WEIRD"`], { encoding: "utf8" });
  assert.equal(printed, value);
});

test("password, CA and addresses are in files of root's alone, and nowhere else", () => {
  const droplet = dropletWith();
  const arrived = filesOf(webNodeUserData(droplet));
  for (const [path, text] of [
    ["/etc/lampstand/secrets/db-password", droplet.database.password],
    ["/etc/lampstand/secrets/ca.crt", droplet.database.caCertificate],
  ] as const)
    assert.deepEqual(arrived.get(path), { mode: "0600", content: Buffer.from(text) });
  assert.equal(arrived.get("/etc/lampstand/database")?.mode, "0600");
  for (const [path, { content }] of arrived)
    if (!path.startsWith("/etc/lampstand/secrets/") && path !== "/etc/lampstand/database")
      assert.ok(!content.includes("se'cret") && !content.includes("db.example"), path);
});

test("behind a proxy apt takes packages through it, and so is the site fetched, but nothing else", () => {
  const proxy = "http://10.110.0.5:3128";
  const bootOf = (userData: string) =>
    filesOf(userData).get("/usr/local/sbin/lampstand-first-boot")?.content.toString().split("\n") ?? [];
  for (const app of [git, archive]) {
    const direct = webNodeUserData(dropletWith({ app }));
    const proxied = webNodeUserData(dropletWith({ app, proxy }));
    const { http_proxy, https_proxy } = parseUserData(proxied).apt;
    assert.deepEqual([http_proxy, https_proxy], [proxy, proxy]);
    assert.equal(parseUserData(direct).apt.http_proxy, undefined);
    const lines = bootOf(proxied);
    const from = lines.indexOf(`export http_proxy='${proxy}' https_proxy='${proxy}'`);
    const to = lines.indexOf("unset http_proxy https_proxy");
    const isFetched = (line: string) => /example\.org/.test(line);
    assert.ok(
      from > 0 && from < lines.findIndex(isFetched) && lines.findLastIndex(isFetched) < to,
      `${lines}`,
    );
    assert.deepEqual(
      lines.filter((_, index) => index !== from && index !== to),
      bootOf(direct),
    );
  }
  assert.doesNotMatch(bootOf(webNodeUserData(dropletWith({ proxy }))).join("\n"), /http_proxy/);
});

test("what is known only to Terraform may be an expression that is evaluated later", () => {
  const userData = webNodeUserData(dropletWith(), (text) => `\${later(${text.length})}`);
  const later = parseUserData(userData).write_files.filter(({ content }) => content.startsWith("${later("));
  assert.deepEqual(
    later.map(({ path }) => path),
    [
      ...["/etc/lampstand/database", "/etc/lampstand/site-time"],
      ...["/etc/lampstand/secrets/db-password", "/etc/lampstand/secrets/ca.crt"],
    ],
  );
});

test("the site's secrets are root's alone until PHP gets its copies, and count for the limit", () => {
  const secrets = { PAYMENT_KEY: { base64: `\${filebase64("x")}`, bytes: 100 } };
  const written = parseUserData(webNodeUserData(dropletWith({ secrets }))).write_files;
  const file = written.find(({ path }) => path === "/etc/lampstand/secrets/site/PAYMENT_KEY");
  assert.deepEqual([file?.content, file?.permissions], [`\${filebase64("x")}`, "0600"]);
  const large = { LARGE: { base64: "", bytes: 60_000 } };
  assert.throws(() => webNodeUserData(dropletWith({ secrets: large })), UserDataTooLargeError);
});

test("the site's files have one date on every droplet, but for an archive's, which have their own", () => {
  const bootOfApp = (app: DropletOptions["app"]) =>
    Array.from(filesOf(webNodeUserData(dropletWith({ app }))))
      .flatMap(([path, { content }]) => (path.endsWith("lampstand-first-boot") ? [String(content)] : []))
      .join();
  const dated =
    /find \/var\/www\/app -exec touch --no-dereference --date="\$\(cat \/etc\/lampstand\/site-time\)" \{\} \+/;
  assert.match(bootOfApp({ kind: "inlined", files: [{ path: "a", content: "a" }] }), dated);
  assert.match(bootOfApp(git), dated);
  assert.doesNotMatch(bootOfApp(archive), /touch --no-dereference/);
});

test("nothing but those expressions could be read as one of Terraform's", () => {
  const environment = { A: `\${x} %{y}` };
  const fixed = webNodeUserData(dropletWith({}, { environment, phpIni: { user_agent: `\${x}` } }), () => "");
  assert.doesNotMatch(fixed, /[$%]\{/);
});

test("the node's own PHP arrives without its comments, and all of its code", () => {
  const arrived = Array.from(filesOf(webNodeUserData(dropletWith())));
  const own = arrived.filter(([path]) => /^\/usr\/share\/lampstand\/php\/.*\.php$/.test(path));
  assert.ok(own.length >= 9);
  const folder = new URL("../../modules/web-node/php/", import.meta.url);
  for (const [path, { content }] of own) {
    const source = readFileSync(new URL(basename(path), folder), "utf8");
    const code = source.replace(/^[ ]*\/\*\*[\s\S]*?\*\/\n/gm, "").replace(/^[ ]*\/\/.*\n/gm, "");
    assert.equal(content.toString(), code, path);
  }
});

test("the same options give the same user data, in whatever order the files are listed", () => {
  const files = [
    { path: "index.php", content: "1" },
    { path: "b.php", content: "2" },
  ];
  assert.equal(
    webNodeUserData(dropletWith({ app: { kind: "inlined", files } })),
    webNodeUserData(dropletWith({ app: { kind: "inlined", files: files.toReversed() } })),
  );
});

test("a droplet that stops tells the balancer first, then finishes the requests in flight", () => {
  const unit = filesOf(webNodeUserData(dropletWith()))
    .get("/etc/systemd/system/apache2.service.d/lampstand.conf")
    ?.content.toString();
  assert.match(
    unit ?? "",
    /ExecStop=\nExecStop=\/bin\/touch \/run\/lampstand\/draining\nExecStop=\/bin\/sleep 10\nKillMode=mixed\nKillSignal=SIGWINCH\nTimeoutStopSec=45\n/,
  );
});

test("swap, and only what the site's source needs, is asked for", () => {
  const inlined = parseUserData(webNodeUserData(dropletWith()));
  assert.deepEqual(inlined.swap, { filename: "/swapfile", size: 1_073_741_824 });
  assert.ok(!inlined.packages.includes("git") && !inlined.packages.includes("curl"));
  const fetched = parseUserData(webNodeUserData(dropletWith({ app: git, swapMb: 0 })));
  assert.equal(fetched.swap, undefined);
  assert.ok(fetched.packages.includes("git"));
});

test("a site that is fetched comes from its repository or is checked against its sum", () => {
  const script = (app: DropletOptions["app"]) =>
    filesOf(webNodeUserData(dropletWith({ app })))
      .get("/usr/local/sbin/lampstand-first-boot")
      ?.content.toString() ?? "";
  assert.match(
    script(git),
    /fetch -q --depth 1 --end-of-options 'https:\/\/example\.org\/it'\\''s\.git' 'v1\.2'\n/,
  );
  assert.match(
    script(archive),
    /curl -fsSL --retry 5 --output \S+ -- 'https:\/\/example\.org\/a b\.tar\.gz'\n/,
  );
  assert.match(script(archive), /echo '(ab){32} {2}\S+' \| sha256sum --check --quiet\n/);
  assert.match(script(git), /^#!\/bin\/sh\nset -eux\n/);
});

test("a site beyond the limit is refused with its largest files and the two ways out", () => {
  const files = [
    { path: "index.php", content: "<?php echo 1;" },
    { path: "public/big.jpg", content: randomBytes(50_000) },
  ];
  assert.throws(
    () => webNodeUserData(dropletWith({ app: { kind: "inlined", files } })),
    (error) => {
      assert.ok(error instanceof UserDataTooLargeError);
      assert.match(
        error.message,
        /^app\.path: a web droplet's user data would have \d{5} bytes, compressed; largest are public\/big\.jpg \(50\d{3}\), index\.php \(33\); allowed: DigitalOcean's 65536; let droplets fetch the site: app\.git \{ url, ref \} or app\.archive \{ url, sha256 \}$/,
      );
      return true;
    },
  );
});

test("what fits is within the limit also when the database's part is filled in", () => {
  fc.assert(
    fc.property(fc.integer({ min: 20_000, max: 50_000 }), (bytes) => {
      const files = [{ path: "index.php", content: randomBytes(bytes) }];
      const database = { ...dropletWith().database, caCertificate: "x".repeat(2_000) };
      try {
        const userData = webNodeUserData(dropletWith({ app: { kind: "inlined", files }, database }));
        assert.ok(userData.length <= userDataLimitBytes, String(userData.length));
      } catch (error) {
        assert.ok(error instanceof UserDataTooLargeError && bytes > 28_500, String(error));
      }
    }),
    { numRuns: 20 },
  );
});
