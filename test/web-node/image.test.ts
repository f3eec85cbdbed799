import assert from "node:assert/strict";
import { test } from "node:test";
import { siteImage, type WebNodeOptions, webNodeImage, webNodeNeeds } from "../../modules/web-node/index.ts";
import { optionsWith } from "./options.ts";

function file(options: WebNodeOptions, path: string): string {
  const found = webNodeImage(options, "site:1").files.find((candidate) => candidate.path === `node/${path}`);
  assert.ok(found !== undefined && "content" in found, path);
  return found.content.toString();
}

const site = "etc/lampstand/site.conf";
const server = "etc/apache2/conf-available/lampstand.conf";

test("extensions become Debian's packages once each; built-in ones need none", () => {
  const phpExtensions = ["gd", "json", "simplexml", "dom", "pdo_sqlite", "mysqli", "opcache"];
  const { dockerfile } = siteImage(optionsWith({ phpExtensions, extraPackages: ["imagemagick"] }));
  const packages = /apt-get install -y --no-install-recommends (.*?);/.exec(dockerfile)?.[1]?.split(" ");
  assert.deepEqual(packages, [
    ...["apache2", "imagemagick", "libapache2-mod-php8.4", "openssl", "php8.4-gd", "php8.4-mbstring"],
    ...["php8.4-mysql", "php8.4-sqlite3", "php8.4-xml"],
  ]);
});

test("an edit of the site changes nothing of the node's image but what is added last", () => {
  const files = [{ path: "index.php", content: "<?php echo 2;" }];
  const before = webNodeImage(optionsWith(), "site:1");
  const after = webNodeImage(optionsWith(), "site:1", { files, removed: ["old.php", "a b"] });
  const own = (recipe: typeof before) => recipe.files.filter(({ path }) => path.startsWith("node/"));
  assert.deepEqual(own(after), own(before));
  const [kept = ""] = before.dockerfile.split("VOLUME");
  assert.ok(after.dockerfile.startsWith(kept));
  assert.match(
    after.dockerfile.slice(kept.length),
    /^COPY removed .*\nRUN [\s\S]*xargs -0 rm -rf -- <\S+\nCOPY app\/ \/var\/www\/app\/\nVOLUME/,
  );
  const removed = after.files.find(({ path }) => path === "removed");
  assert.ok(removed !== undefined && "content" in removed);
  assert.equal(removed.content, "old.php\0a b\0");
});

test("the images start from debian:13, and SIGWINCH stops Apache once the balancer sends it nothing more", () => {
  assert.match(siteImage(optionsWith()).dockerfile, /^FROM debian:13\n/);
  const { dockerfile } = webNodeImage(optionsWith(), "site:1");
  assert.match(dockerfile, /^FROM site:1\n/);
  assert.match(dockerfile, /^STOPSIGNAL SIGWINCH$/m);
  assert.match(
    file(optionsWith(), "usr/local/sbin/lampstand-web-entrypoint"),
    /\nexec setpriv .* lampstand-web-serve\n$/,
  );
  const serve = file(optionsWith(), "usr/local/bin/lampstand-web-serve");
  assert.match(serve, /touch \/run\/lampstand\/draining\n[\s\S]*kill -WINCH "\$apache"/);
  assert.match(serve, /\ntrap stop WINCH\n/);
});

test("PHP's limits follow the largest upload, and what arrives is on disk", () => {
  const ini = file(optionsWith({ maxUploadMb: 100 }), "etc/php/8.4/apache2/conf.d/99-lampstand.ini");
  assert.match(ini, /^upload_max_filesize = '100M'$/m);
  assert.match(ini, /^post_max_size = '125M'$/m);
  assert.match(ini, /^upload_tmp_dir = '\/var\/lib\/lampstand\/uploads'$/m);
  const own = file(
    optionsWith({ phpIni: { post_max_size: "30M" } }),
    "etc/php/8.4/apache2/conf.d/99-lampstand.ini",
  );
  assert.match(own, /^post_max_size = '30M'$/m);
  assert.match(webNodeImage(optionsWith(), "site:1").dockerfile, /^VOLUME \/var\/lib\/lampstand\/uploads$/m);
});

test("a body without a length is held to the same limit as others", () => {
  assert.match(file(optionsWith({ maxRequestBodyMb: 64 }), server), /^LimitRequestBody 67108864$/m);
});

test(".htaccess files count only if they are asked for", () => {
  const root = (htaccess: boolean) =>
    /<Directory \/var\/www\/app>[\s\S]*?<\/Directory>/.exec(file(optionsWith({ htaccess }), site))?.[0];
  assert.match(root(true) ?? "", /AllowOverride All/);
  assert.match(root(false) ?? "", /AllowOverride None/);
});

test("without trusted proxies no forwarded header is believed", () => {
  const text = file(optionsWith({ trustedProxies: [] }), site);
  assert.doesNotMatch(text, /RemoteIP|HTTPS=on/);
  assert.match(text, /RequestHeader unset X-Forwarded-For/);
});

test("the processes are those that requests may take and six for health checks and kept connections", () => {
  const text = file(optionsWith({ maxRequestWorkers: 1 }), server);
  assert.match(text, /^StartServers 7$/m);
  assert.match(text, /^ServerLimit 7$/m);
  assert.match(text, /^MaxRequestWorkers 7$/m);
});

test("the app's environment is passed on by name, and its values go to the container", () => {
  const options = optionsWith({ environment: { THEME: "a\nb", APP_ENV: "testing" } });
  assert.match(file(options, server), /^PassEnv .*\bTHEME\b/m);
  assert.equal(webNodeNeeds(options).environment.THEME, "a\nb");
  assert.equal(webNodeNeeds(options).environment.APP_ENV, "testing");
  assert.equal(webNodeNeeds(optionsWith()).environment.APP_ENV, "production");
  assert.ok(
    webNodeImage(options, "site:1").files.every(
      (it) => !("content" in it) || !it.content.toString().includes("a\nb"),
    ),
  );
});

test("the container's own time to stop is longer than Apache's", () => {
  const graceful = Number(/^GracefulShutdownTimeout (\d+)$/m.exec(file(optionsWith(), server))?.[1]);
  assert.ok(graceful < webNodeNeeds(optionsWith()).stopGraceSeconds);
});

test("no secret's value has a place in the container's environment", () => {
  const names = Object.keys(webNodeNeeds(optionsWith()).environment);
  assert.ok(names.includes("DB_PASSWORD_FILE"));
  assert.ok(!names.includes("DB_PASSWORD"));
});

test("the site's own Apache configuration is read last, by the name of its field", () => {
  const site = file(optionsWith({ apache: "Redirect /a /b\n" }), "etc/lampstand/site.conf");
  assert.match(site, /\nInclude \/etc\/lampstand\/web\.apache\n$/);
  assert.equal(
    file(optionsWith({ apache: "Redirect /a /b\n" }), "etc/lampstand/web.apache"),
    "Redirect /a /b\n",
  );
  assert.doesNotMatch(file(optionsWith(), "etc/lampstand/site.conf"), /web\.apache/);
});
