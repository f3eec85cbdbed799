import assert from "node:assert/strict";
import { cpSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Page } from "playwright-core";
import { docker, until } from "../../support/docker.ts";
import type { Project } from "../stack/deployed.ts";
import { picture } from "./picture.ts";
import { deploySite, type VisitedSite } from "./visited-site.ts";

let site: VisitedSite;
let project: Project;
let page: Page;

before(async () => {
  site = await deploySite(async (folder) => {
    cpSync(join(import.meta.dirname, "laravel"), join(folder, "notes"), { recursive: true });
    for (const name of [
      "bootstrap/cache",
      "storage/app",
      "storage/framework/sessions",
      "storage/framework/views",
    ])
      mkdirSync(join(folder, "notes", name), { recursive: true });
    mkdirSync(join(folder, "secrets"));
    const key = Buffer.alloc(32, 7).toString("base64");
    writeFileSync(join(folder, "secrets/app-key"), `base64:${key}\n`);
    return `app: { path: "notes", documentRoot: "public",
    writableFolders: [{ path: "storage", php: true }, { path: "bootstrap/cache", php: true }] },
  web: {
    phpExtensions: ["curl", "xml", "zip"],
    extraPackages: ["php-laravel-framework"],
    environment: { DB_CONNECTION: "mysql", LOG_CHANNEL: "stderr" },
    databaseEnvironment: { DB_DATABASE: "{name}", DB_USERNAME: "{user}", DB_PASSWORD: "{password}" },
    secrets: { APP_KEY: "secrets/app-key" },
  }`;
  });
  ({ project, page } = site);
});
after(() => site?.remove());

async function write(text: string): Promise<void> {
  await page.goto(project.url);
  await page.fill('input[name="text"]', text);
  await page.setInputFiles('input[name="picture"]', {
    name: "lamp.png",
    mimeType: "image/png",
    buffer: picture(40, 30),
  });
  await page.click("button");
  await page.getByText(text, { exact: true }).waitFor();
}

test("the application's migrations run on a web node", async () => {
  const web = await project.containerOf("web-1");
  const output = await docker("exec", "--user", "www-data", web, "php", "artisan", "migrate", "--force");
  assert.match(output, /create_notes/);
});

test("a form is taken with its token and its session, and both web nodes show the note and the picture", async () => {
  await write("written once");
  await write("written again");
  assert.equal(await page.locator("#written").innerText(), `2 by you, seen at ${project.url}`);
  for (const [node, { status, body }] of await site.onEveryNode("/"))
    assert.ok(status === 200 && body.includes("written once"), `${node}: ${status}`);
  for (const [node, { status }] of await site.onEveryNode("/pictures/latest"))
    assert.equal(status, 200, node);
});

test("after the crash of a web node and of the primary it takes notes", async () => {
  await docker("kill", await project.containerOf("web-1"));
  assert.equal((await fetch(project.url)).status, 200);
  await docker("kill", await project.containerOf(await project.primaryId()));
  await until(
    "a note is taken",
    () =>
      write("after it").then(
        () => true,
        () => false,
      ),
    60_000,
  );
});

test("an edit is live after `up`, with the notes and the session as they were", async () => {
  writeFileSync(join(project.folder, "notes/public/edited.txt"), "edited");
  await project.up();
  for (const [node, { body }] of await site.onEveryNode("/edited.txt")) assert.equal(body, "edited", node);
  await page.goto(project.url);
  assert.match(await page.locator("body").innerText(), /^[3-9] by you[\s\S]*written once[\s\S]*after it/);
});
