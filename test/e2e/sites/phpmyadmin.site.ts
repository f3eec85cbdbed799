import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Page, Response } from "playwright-core";
import { docker, until } from "../../support/docker.ts";
import type { Project } from "../stack/deployed.ts";
import { copyFolder, fetchPackages, removePackages } from "./debian-packages.ts";
import { deploySite, type VisitedSite } from "./visited-site.ts";

const scripts = ["bootstrap5", "codemirror", "jquery", "jquery-mousewheel", "jquery-tablesorter"];
/** The libraries that phpMyAdmin's own archive has in its folder, and Debian's package takes from others. */
const libraries = [
  ...["composer-ca-bundle", "google-recaptcha", "mariadb-mysql-kbs", "nikic-fast-route"],
  ...["phpmyadmin-motranslator", "phpmyadmin-shapefile", "phpmyadmin-sql-parser", "psr-http-factory"],
  ...["psr-http-message", "slim-psr7", "symfony-config", "symfony-dependency-injection"],
  ...["symfony-expression-language", "twig", "twig-i18n-extension", "webmozart-assert"],
].map((name) => `php-${name}`);

const config = `<?php
$cfg['blowfish_secret'] = trim(file_get_contents('/run/lampstand/private/secrets/BLOWFISH'));
$cfg['Servers'][1] = ['auth_type' => 'cookie', 'host' => 'localhost', 'AllowNoPassword' => false];
$cfg['TempDir'] = __DIR__ . '/tmp';
`;

let site: VisitedSite;
let project: Project;
let page: Page;

before(async () => {
  site = await deploySite(async (folder) => {
    const names = [...scripts, "jquery-timepicker", "jquery-ui"].map((name) => `libjs-${name}`);
    const root = await fetchPackages(["phpmyadmin", ...names]);
    try {
      copyFolder(root, join(root, "usr/share/phpmyadmin"), join(folder, "phpmyadmin"));
    } finally {
      removePackages(root);
    }
    // Debian's package has its configuration outside of the site.
    const vendor =
      "<?php\nreturn ['configFile' => ROOT_PATH . 'config.inc.php', 'tempDir' => ROOT_PATH . 'tmp/']";
    const kept = " + require __DIR__ . '/vendor_config.debian.php';\n";
    const libs = join(folder, "phpmyadmin/libraries");
    copyFileSync(join(libs, "vendor_config.php"), join(libs, "vendor_config.debian.php"));
    writeFileSync(join(libs, "vendor_config.php"), vendor + kept);
    writeFileSync(join(folder, "phpmyadmin/config.inc.php"), config);
    mkdirSync(join(folder, "secrets"));
    writeFileSync(join(folder, "secrets/blowfish"), "0123456789abcdef0123456789abcdef\n");
    const extraPackages = JSON.stringify(libraries);
    return (
      'app: { path: "phpmyadmin", writableFolders: [{ path: "tmp", php: true }] }, ' +
      `web: { phpExtensions: ["curl", "xml", "zip"], secrets: { BLOWFISH: "secrets/blowfish" }, extraPackages: ${extraPackages} }`
    );
  });
  ({ project, page } = site);
});
after(() => site?.remove());

async function runSql(sql: string): Promise<void> {
  await page.goto(`${project.url}/index.php?route=/database/sql&db=app`);
  const editor = page.locator("#sqlqueryform .CodeMirror");
  await editor.waitFor();
  await editor.click();
  await page.keyboard.insertText(sql);
  const isAnswer = (response: Response) => /route=(\/|%2F)import/.test(response.url());
  const [answer] = await Promise.all([page.waitForResponse(isAnswer), page.click("#button_submit_query")]);
  assert.match(await answer.text(), /"success":true/);
}

async function rows(): Promise<string> {
  await page.goto(`${project.url}/index.php?route=/sql&db=app&table=notes&pos=0`);
  return page.locator("body").innerText();
}

test("the site's database user logs in to phpMyAdmin", async () => {
  const web = await project.containerOf("web-1");
  const password = await docker("exec", web, "cat", "/run/lampstand/private/db-password");
  await page.goto(project.url);
  await page.fill("#input_username", "app");
  await page.fill("#input_password", password);
  await page.click("#input_go");
  await page.locator("#server-breadcrumb").waitFor();
});

test("a table is made and filled, and is shown", async () => {
  await runSql("CREATE TABLE notes (id INT PRIMARY KEY, text VARCHAR(50))");
  await runSql("INSERT INTO notes VALUES (1, 'written once')");
  assert.match(await rows(), /written once/);
});

test("after the crash of a web node and of the primary it goes on", async () => {
  await docker("kill", await project.containerOf("web-1"));
  assert.match(await rows(), /written once/);
  await docker("kill", await project.containerOf(await project.primaryId()));
  const write = () => runSql("INSERT IGNORE INTO notes VALUES (2, 'after it')");
  const isWritten = () => write().then(rows, () => "");
  await until("a row is taken", async () => /after it/.test(await isWritten()), 60_000);
});

test("an edit is live after `up`, with the tables as they were", async () => {
  writeFileSync(join(project.folder, "phpmyadmin/edited.txt"), "edited");
  await project.up();
  for (const [node, { body }] of await site.onEveryNode("/edited.txt")) assert.equal(body, "edited", node);
  assert.match(await rows(), /written once[\s\S]*after it/);
});
