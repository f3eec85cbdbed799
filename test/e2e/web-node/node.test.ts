import assert from "node:assert/strict";
import { createConnection } from "node:net";
import { after, before, test } from "node:test";
import { type WebNodeOptions, webNodeDefaults } from "../../../modules/web-node/index.ts";
import { docker, until } from "../../support/docker.ts";
import { hidden, numbered, pages, texts } from "./node-site.ts";
import { ask, Web } from "./web.ts";
import { describeWritableFolders } from "./writable-folders.ts";

const options: WebNodeOptions = {
  ...webNodeDefaults,
  appFiles: [
    ...Object.entries(pages).map(([path, content]) => ({ path, content })),
    { path: "cache/tmp", isFolder: true },
    { path: "public/linked", link: "folder" },
  ],
  documentRoot: "public",
  writableFolders: ["files", "public/media", "public/plugins"],
  phpFolders: ["public/plugins"],
  environment: numbered,
  phpIni: Object.fromEntries(Object.entries(numbered).map(([name, text]) => [`lampstand.${name}`, text])),
};

const web = new Web();
let address = "";
before(async () => {
  await web.open();
  const volumes = ["media", "plugins"].flatMap((name) => [
    "--volume",
    `${web.volume(name)}:/var/www/app/public/${name}`,
  ]);
  address = await web.start("web-1", options, volumes);
});
after(() => web.close());

test("a web node without any database is healthy, and not ready", async () => {
  const health = await ask(address, "/healthz");
  assert.deepEqual([health.status, health.body], [200, "ok\n"]);
  const ready = await ask(address, "/readyz");
  assert.deepEqual(
    [ready.status, JSON.parse(ready.body)],
    [503, { ready: false, primary: false, read: false, schema: true }],
  );
});

test("the container's own health check passes", () =>
  until("the container is healthy", async () => {
    const format = "{{.State.Health.Status}}";
    return (await docker("inspect", "--format", format, web.containerOf("web-1"))) === "healthy";
  }));

test("every answer says who served it, errors, redirects and 304 included", async () => {
  const page = await ask(address, "/page.html");
  const answers = [
    page,
    await ask(address, "/nowhere"),
    await ask(address, "/folder"),
    await ask(address, "/page.html", { headers: { "If-None-Match": String(page.headers.etag) } }),
    await ask(address, "/", { method: "TRACE" }),
    await ask(address, "/busy.php", { method: "BREW" }),
  ];
  assert.deepEqual(
    answers.slice(0, 5).map(({ status }) => status),
    [200, 404, 301, 304, 405],
  );
  for (const { status, headers } of answers) assert.equal(headers["x-served-by"], "web-1", String(status));
});

test("a line that is no HTTP is refused with the node's name as well", async () => {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  let text = "";
  const socket = createConnection({ host: address, port: 8080 }, () => socket.write("GARBAGE\r\n\r\n"));
  socket.on("data", (chunk) => {
    text += chunk.toString();
  });
  socket.on("error", reject).on("close", () => resolve(text));
  assert.match(await promise, /^HTTP\/1\.1 400 [\s\S]*\r\nX-Served-By: web-1\r\n/);
});

test("the client's address and scheme come from a trusted proxy", async () => {
  const headers = { "X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https" };
  const seen = JSON.parse((await ask(address, "/", { headers })).body);
  assert.deepEqual(seen, { remote: "203.0.113.9", https: "on", proto: "https" });
  const plain = JSON.parse((await ask(address, "/")).body);
  assert.equal(plain.https, null);
});

test("someone who is no trusted proxy can forge neither", async () => {
  const strict = await web.start("web-strict", { ...options, trustedProxies: ["198.51.100.0/24"] });
  const headers = { "X-Forwarded-For": "203.0.113.9", "X-Forwarded-Proto": "https" };
  const seen = JSON.parse((await ask(strict, "/", { headers })).body);
  assert.notEqual(seen.remote, "203.0.113.9");
  assert.deepEqual([seen.https, seen.proto], [null, null]);
});

test("behind a balancer with TLS, the redirect to a folder stays on TLS", async () => {
  const headers = { Host: "example.org:8443", "X-Forwarded-Proto": "https" };
  const { headers: answered } = await ask(address, "/folder", { headers });
  assert.equal(answered.location, "https://example.org:8443/folder/");
});

test("asked by TLS, rewrite rules, variables and redirects say HTTPS, with and without a port in Host", async () => {
  const askedAs = async (host: string, path: string, isHttps = true) =>
    ask(address, path, { isHttps, headers: { Host: host } });
  const page = async (host: string, isHttps?: boolean) => (await askedAs(host, "/scheme/", isHttps)).body;
  const leadsTo = async (host: string, path: string) => (await askedAs(host, path)).headers.location;
  assert.equal(await page("example.org"), "on https 443");
  assert.equal(await page("example.org:8443"), "on https 8443");
  assert.equal(await page("example.org", false), "off http 80");
  assert.equal(await leadsTo("example.org", "/folder"), "https://example.org/folder/");
  assert.equal(await leadsTo("example.org:8443", "/folder"), "https://example.org:8443/folder/");
  assert.equal(
    await leadsTo("example.org:8443", "/scheme/is-https"),
    "https://example.org:8443/page.html?https",
  );
  assert.equal((await askedAs("example.org", "/scheme/is-https", false)).status, 404);
});

test("links of the site work; what an edit changed is served with new validators, and what it removed is gone", async () => {
  assert.equal((await ask(address, "/linked/")).body, "folder");
  const files = [
    { path: "public/page.html", content: "<h1>edit</h1>" },
    { path: "public/folder", link: "own" },
    { path: "public/wiki", content: "a file now" },
  ];
  const removed = ["public/folder", "public/id_card.svg", "public/wiki"];
  const edited = await web.start("web-edited", options, [], { files, removed });
  const [before, after] = [await ask(address, "/page.html"), await ask(edited, "/page.html")];
  assert.equal(after.body, "<h1>edit</h1>");
  assert.equal(after.body.length, before.body.length);
  assert.notEqual(after.headers.etag, before.headers.etag);
  assert.equal((await ask(edited, "/linked/page.html")).body, "own");
  assert.equal((await ask(edited, "/wiki")).body, "a file now");
  assert.equal((await ask(edited, "/id_card.svg")).status, 404);
  assert.equal((await ask(edited, "/frame.php")).body, "1");
});

test("an upload that is larger than /tmp arrives, and one beyond the limit is refused with the setting's name", async () => {
  const uploads = await web.start("web-uploads", { ...options, maxUploadMb: 80, maxRequestBodyMb: 100 });
  const form = (megabytes: number) => {
    const head = '--b\r\nContent-Disposition: form-data; name="file"; filename="f"\r\n\r\n';
    const body = Buffer.concat([
      Buffer.from(head),
      Buffer.alloc(megabytes * 1_048_576),
      Buffer.from("\r\n--b--\r\n"),
    ]);
    return ask(uploads, "/upload.php", {
      method: "POST",
      headers: { "Content-Type": "multipart/form-data; boundary=b", "Content-Length": String(body.length) },
      body,
    });
  };
  assert.deepEqual(JSON.parse((await form(75)).body), [75 * 1_048_576, 0, "/var/lib/lampstand/uploads"]);
  const refused = await form(101);
  assert.equal(refused.status, 413);
  assert.match(refused.body, /larger than 100 MiB, which web\.maxUploadMb/);
});

test("texts of php.ini and of the environment reach PHP unchanged", async () => {
  const seen: unknown = JSON.parse((await ask(address, "/texts.php")).body);
  assert.deepEqual(
    seen,
    texts.map((text) => [text, text, text]),
  );
});

test(".htaccess counts, but can't shadow the health checks", async () => {
  assert.equal((await ask(address, "/page.html")).headers["x-htaccess"], "yes");
  assert.equal((await ask(address, "/healthz")).headers["x-htaccess"], undefined);
});

test("what a deploy leaves lying about is not served", async () => {
  for (const path of [...hidden, ".htaccess", "server-status", "media/"]) {
    const { status, body } = await ask(address, `/${path}`);
    assert.ok([403, 404].includes(status) && !body.includes("secret"), path);
  }
  for (const path of ["/.well-known/security.txt", "/id_card.svg"])
    assert.equal((await ask(address, path)).status, 200, path);
});

test("a page of the app may have a name that is refused to a file", async () => {
  for (const name of ["deploy.sh", "compose.yaml", "server.pem", "id_rsa"])
    assert.equal((await ask(address, `/wiki/${name}`)).body, `front: /wiki/${name}`);
  assert.equal((await ask(address, "/wiki/real.sh")).status, 404);
});

test("an empty folder of the site is there", async () => {
  const mode = await docker(
    "exec",
    web.containerOf("web-1"),
    "stat",
    "-c",
    "%F %a",
    "/var/www/app/cache/tmp",
  );
  assert.equal(mode, "directory 755");
});

test("the app can write to its writable folders and nowhere else, and runs as www-data", async () => {
  const volume = web.volume("files");
  const mounted = await web.start("web-files", options, ["--volume", `${volume}:/var/www/app/files`]);
  assert.deepEqual(JSON.parse((await ask(mounted, "/write.php")).body), [1, false, 33]);
  assert.deepEqual(JSON.parse((await ask(address, "/write.php")).body).slice(1), [false, 33]);
});

test("what lies in a writable folder is never run as PHP", async () => {
  const volume = web.volume("media");
  const mounted = await web.start("web-media", options, ["--volume", `${volume}:/var/www/app/public/media`]);
  const php =
    "echo '<?php echo 6*7;' >/var/www/app/public/media/x.php; echo '<?php echo 6*7;' >/var/www/app/public/media/x.txt";
  await docker("exec", "--user", "www-data", web.containerOf("web-media"), "sh", "-c", php);
  assert.equal((await ask(mounted, "/media/x.php")).status, 403);
  assert.equal((await ask(mounted, "/media/x.txt")).body, "<?php echo 6*7;\n");
});

test("security headers are there once, and the app's own value wins", async () => {
  const { headers } = await ask(address, "/page.html");
  assert.equal(headers["x-content-type-options"], "nosniff");
  assert.equal(headers["x-frame-options"], "SAMEORIGIN");
  assert.equal(headers["referrer-policy"], "strict-origin-when-cross-origin");
  assert.equal(headers.server, "Apache");
  assert.equal(headers["x-powered-by"], undefined);
  assert.equal((await ask(address, "/frame.php")).headers["x-frame-options"], "DENY");
});

test("what .htaccess says about a response header wins over the stack's default", async () => {
  const { headers } = await ask(address, "/own/page.html");
  assert.equal(headers["x-frame-options"], "ALLOW-FROM https://example.org");
  assert.equal(headers["referrer-policy"], undefined);
  assert.equal(headers["x-content-type-options"], "nosniff");
});

describeWritableFolders(() => address);

test("every process of a web node is www-data's, without a capability, and PHP's and Apache's files have no syntax error", async () => {
  const container = web.containerOf("web-1");
  const read = ["exec", "--user", "www-data", container, "sh", "-c", "cat /proc/[0-9]*/status"];
  const processes = (await docker(...read)).split(/^(?=Name:)/m);
  const names = processes.map((status) => /^Name:\t(.*)$/m.exec(status)?.[1] ?? "");
  assert.ok(
    names.includes("apache2") && names.some((name) => name.startsWith("lampstand-web")),
    names.join(),
  );
  for (const status of processes) {
    assert.match(status, /^Uid:\t33\t33\t33\t33$/m);
    assert.match(status, /^CapEff:\t0+$/m);
  }
  const lint =
    "find /var/www/app /usr/share/lampstand -name '*.php' -exec php -l {} + && . /etc/apache2/envvars && apache2 -t";
  await docker("exec", container, "sh", "-c", lint);
});

test("neither log holds a query string", async () => {
  await ask(address, "/page.html?token=geheim", { headers: { Referer: "http://x/?token=geheim" } });
  await until("the request is logged", async () =>
    (await docker("logs", web.containerOf("web-1"))).includes("/page.html"),
  );
  assert.doesNotMatch(await docker("logs", web.containerOf("web-1")), /geheim|healthz/);
});

test("a planned stop lets the request in flight finish, then exits with 0", async () => {
  const stopping = await web.start("web-stop", options);
  const answer = ask(stopping, "/busy.php");
  await new Promise((resolve) => setTimeout(resolve, 500));
  const started = performance.now();
  await docker("stop", "--time", "35", web.containerOf("web-stop"));
  assert.ok(performance.now() - started > 1500, "the stop waited for the request");
  assert.equal((await answer).body, "finished");
  assert.equal(await docker("inspect", "--format", "{{.State.ExitCode}}", web.containerOf("web-stop")), "0");
});

test("an idle web node stops within four seconds, in which the balancer stops sending requests", async () => {
  await web.start("web-idle", options);
  const started = performance.now();
  await docker("stop", "--time", "35", web.containerOf("web-idle"));
  assert.ok(performance.now() - started < 4000);
});

test("requests to the site's other names are sent on to the first, and browsers that came by HTTPS stay with it", async () => {
  const hosts = ["example.org", "www.example.org", "example.net"];
  const named = await web.start("web-named", { ...options, hosts, hsts: true });
  const askedAs = (host: string, path: string, isHttps = false) =>
    ask(named, path, { isHttps, headers: { Host: host } });
  const sent = async (host: string, path: string, isHttps?: boolean) => {
    const { status, headers } = await askedAs(host, path, isHttps);
    return `${status} ${headers.location}`;
  };
  assert.equal(await sent("www.example.org", "/a%20b/?x=1&y=%2F"), "308 http://example.org/a%20b/?x=1&y=%2F");
  assert.equal(await sent("WWW.example.org:8443", "/", true), "308 https://example.org:8443/");
  assert.equal(await sent("example.net", "/page.html", true), "308 https://example.org/page.html");
  for (const host of ["example.org", "other.example.org", "wwwXexample.org", "127.0.0.1:8080"])
    assert.equal((await askedAs(host, "/page.html")).status, 200, host);
  const header = async (isHttps: boolean) =>
    (await askedAs("example.org", "/page.html", isHttps)).headers["strict-transport-security"];
  assert.deepEqual([await header(true), await header(false)], ["max-age=31536000", undefined]);
});
