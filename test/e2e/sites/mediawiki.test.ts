import assert from "node:assert/strict";
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Page } from "playwright-core";
import { docker, until } from "../../support/docker.ts";
import type { Project } from "../stack/deployed.ts";
import { copyFolder, fetchPackages, removePackages } from "./debian-packages.ts";
import { picture } from "./picture.ts";
import { deploySite, type VisitedSite } from "./visited-site.ts";

const password = "correct horse battery staple 7";
let site: VisitedSite;
let project: Project;
let page: Page;
/** What the installer gives to its user. */
let localSettings: string;

/** Puts MediaWiki of Debian 13 into a folder, as its own archive has it. */
async function placeMediaWiki(folder: string): Promise<void> {
  const root = await fetchPackages(["mediawiki", "mediawiki-classes"]);
  try {
    copyFolder(root, join(root, "usr/share/mediawiki"), folder);
    copyFolder(root, join(root, "var/lib/mediawiki"), folder);
  } finally {
    removePackages(root);
  }
}

before(async () => {
  site = await deploySite(async (folder) => {
    await placeMediaWiki(join(folder, "wiki"));
    return 'app: { path: "wiki", writableFolders: ["images", "cache"] }, web: { phpExtensions: ["gd", "intl", "xml"], memoryMb: 512 }';
  });
  ({ project, page } = site);
});
after(() => site?.remove());

const clickContinue = () => page.click('input[name="submit-continue"]');

test("MediaWiki is installed by its own installer", async () => {
  const web = await project.containerOf("web-1");
  const databasePassword = await docker("exec", web, "cat", "/run/lampstand/private/db-password");
  await page.goto(`${project.url}/mw-config/index.php`);
  await clickContinue();
  await clickContinue();
  await page.fill('input[name="mysql_wgDBserver"]', "localhost");
  await page.fill('input[name="mysql_wgDBname"]', "app");
  await page.fill('input[name="mysql__InstallUser"]', "app");
  await page.fill('input[name="mysql__InstallPassword"]', databasePassword);
  await clickContinue();
  await clickContinue();
  await page.fill('input[name="config_wgSitename"]', "A redundant wiki");
  await page.fill('input[name="config__AdminName"]', "Ada");
  await page.fill('input[name="config__AdminPassword"]', password);
  await page.fill('input[name="config__AdminPasswordConfirm"]', password);
  await page.fill('input[name="config__AdminEmail"]', "ada@example.org");
  await page.check('input[value="skip"]');
  await clickContinue();
  await clickContinue();
  await page.getByText("done").last().waitFor();
  await clickContinue();
  const [download] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Download LocalSettings.php" }).click(),
  ]);
  localSettings = readFileSync(await download.path(), "utf8");
  assert.match(localSettings, /\$wgDBserver = "localhost";/);
});

/** As the guide has it: nothing secret in the file, uploads, and addresses such as /wiki/Main_Page. */
function edited(settings: string): string {
  const password = "trim(file_get_contents(getenv('DB_PASSWORD_FILE')))";
  const text = settings.replace(/^\$wgDBpassword = .*;$/m, () => `$wgDBpassword = ${password};`);
  const added = [
    "$wgEnableUploads = true;",
    "$wgUseImageMagick = false;",
    '$wgArticlePath = "/wiki/$1";',
    // Debian's package names a folder outside of the site.
    '$wgCacheDirectory = "$IP/cache";',
  ];
  return `${[text, ...added].join("\n")}\n`;
}

/** A request to MediaWiki's API as the visitor who is logged in. */
function api(fields: Readonly<Record<string, string>>): Promise<string> {
  return page.evaluate(
    async (body) => (await fetch("/api.php", { method: "POST", body: new URLSearchParams(body) })).text(),
    { format: "json", ...fields },
  );
}

async function write(title: string, text: string): Promise<string> {
  const token: string = JSON.parse(await api({ action: "query", meta: "tokens" })).query.tokens.csrftoken;
  return api({ action: "edit", title, text, token });
}

async function assertOnEveryNode(path: string, pattern: RegExp): Promise<void> {
  for (const [node, { status, body }] of await site.onEveryNode(path)) {
    assert.equal(status, 200, `${node}: ${path}`);
    assert.match(body, pattern, node);
  }
}

test("with its settings deployed, its administrator logs in", async () => {
  writeFileSync(join(project.folder, "wiki/LocalSettings.php"), edited(localSettings));
  writeFileSync(
    join(project.folder, "wiki/.htaccess"),
    "RewriteEngine On\nRewriteRule ^wiki/ index.php [L]\n",
  );
  await project.up();
  await page.goto(`${project.url}/wiki/Special:UserLogin`);
  await page.fill("#wpName1", "Ada");
  await page.fill("#wpPassword1", password);
  await page.click("#wpLoginAttempt");
  await page.getByRole("link", { name: "Ada", exact: true }).first().waitFor();
});

test("a page is written in the editor, and both web nodes show it under its short address", async () => {
  await page.goto(`${project.url}/index.php?title=Hello_nodes&action=edit`);
  await page.fill("#wpTextbox1", "written once");
  await page.click("#wpSave");
  await page.waitForURL(/\/wiki\/Hello_nodes/);
  await assertOnEveryNode("/wiki/Hello_nodes", /written once/);
});

test("an uploaded picture has thumbnails, and both web nodes serve them", async () => {
  await page.goto(`${project.url}/wiki/Special:Upload`);
  await page.setInputFiles("#wpUploadFile", {
    name: "lamp.png",
    mimeType: "image/png",
    buffer: picture(900, 600),
  });
  await page.click('input[name="wpUpload"]');
  await page.waitForURL(/File:Lamp\.png/);
  const query = { action: "query", titles: "File:Lamp.png", prop: "imageinfo", iiprop: "url" };
  const thumbnail = /"thumburl":"([^"]+)"/.exec(await api({ ...query, iiurlwidth: "200" }))?.[1];
  assert.ok(thumbnail !== undefined, "the picture has no thumbnail");
  for (const [node, { status }] of await site.onEveryNode(new URL(thumbnail).pathname))
    assert.equal(status, 200, node);
});

test("after the crash of a web node and of the primary the wiki takes edits", async () => {
  await docker("kill", await project.containerOf("web-1"));
  assert.equal((await fetch(`${project.url}/wiki/Hello_nodes`)).status, 200);
  await docker("kill", await project.containerOf(await project.primaryId()));
  const isWritten = async () => /"result":"Success"/.test(await write("After", "after it").catch(() => ""));
  await until("an edit is taken", isWritten, 40_000);
});

test("an extension is there after `up`, with the pages and the uploads as they were", async () => {
  appendFileSync(join(project.folder, "wiki/LocalSettings.php"), 'wfLoadExtension("Cite");\n');
  await project.up();
  await assertOnEveryNode("/wiki/Special:Version", /Cite/);
  await assertOnEveryNode("/wiki/Hello_nodes", /written once/);
  await assertOnEveryNode("/wiki/File:Lamp.png", /200px-Lamp\.png|lamp/i);
});

test("its script for a new release runs on a web node", async () => {
  const web = await project.containerOf("web-2");
  const update = ["php", "maintenance/run.php", "update", "--quick"];
  assert.match(await docker("exec", "--user", "www-data", web, ...update), /Done in/);
});
