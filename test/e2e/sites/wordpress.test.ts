import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { networkInterfaces } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import type { Page } from "playwright-core";
import { docker, until } from "../../support/docker.ts";
import type { Project } from "../stack/deployed.ts";
import { picture } from "./picture.ts";
import { deploySite, type VisitedSite } from "./visited-site.ts";
import { placeWordPress, plugin } from "./wordpress-site.ts";

const password = "correct horse battery staple 7";
let site: VisitedSite;
let project: Project;
let page: Page;

before(async () => {
  site = await deploySite(async (folder) => {
    await placeWordPress(join(folder, "wordpress"));
    return 'app: { path: "wordpress", writableFolders: [{ path: "wp-content", php: true }] }, web: { phpExtensions: ["curl", "gd", "intl", "xml", "zip"] }';
  });
  ({ project, page } = site);
});
after(() => site?.remove());

/** A request to WordPress's REST API, as the page that is open is allowed to make it. */
async function rest(path: string, body?: object): Promise<Record<string, unknown>> {
  await page.goto(`${project.url}/wp-admin/`);
  const answer = await page.evaluate(
    async ([to, json]) => {
      const nonce = await (await fetch("/wp-admin/admin-ajax.php?action=rest-nonce")).text();
      const response = await fetch(`/?rest_route=${to}`, {
        method: json === undefined ? "GET" : "POST",
        headers: { "X-WP-Nonce": nonce, "Content-Type": "application/json" },
        ...(json === undefined ? {} : { body: json }),
      });
      return response.text();
    },
    [path, body === undefined ? undefined : JSON.stringify(body)] as const,
  );
  return JSON.parse(answer);
}

test("WordPress is installed by its own installer, and its administrator logs in", async () => {
  await page.goto(`${project.url}/wp-admin/install.php`);
  const next = page.locator("#language-continue");
  if (await next.isVisible()) await next.click();
  await page.fill("#weblog_title", "A redundant blog");
  await page.fill("#user_login", "ada");
  await page.fill("#pass1", password);
  await page.fill("#admin_email", "ada@example.org");
  await page.click("#submit");
  await page.getByText("Success!").waitFor();
  await page.goto(`${project.url}/wp-login.php`);
  await page.fill("#user_login", "ada");
  await page.fill("#user_pass", password);
  await page.click("#wp-submit");
  await page.waitForURL(/wp-admin/);
  assert.match(await page.title(), /Dashboard/);
});

test("the site answers at this machine's other addresses, and the statistics page doesn't", async () => {
  const [http, , status] = project.ports;
  const address = Object.values(networkInterfaces())
    .flatMap((each) => each ?? [])
    .find(({ internal, family }) => !internal && family === "IPv4")?.address;
  assert.ok(address !== undefined, "this machine has no address but loopback");
  assert.equal((await fetch(`http://${address}:${http}/wp-login.php`)).status, 200);
  await assert.rejects(fetch(`http://${address}:${status}/stats`));
});

test("a post is written, and both web nodes show it under its permalink", async () => {
  await page.goto(`${project.url}/wp-admin/options-permalink.php`);
  await page.check('input[value="/%postname%/"]');
  await page.click("#submit");
  const post = await rest("/wp/v2/posts", {
    title: "Hello nodes",
    content: "written once",
    status: "publish",
  });
  assert.equal(post.status, "publish");
  for (const [node, { status, body }] of await site.onEveryNode("/hello-nodes/"))
    assert.ok(status === 200 && body.includes("written once"), `${node}: ${status}`);
  // What is due within a minute WordPress publishes at once.
  const date = new Date(Date.now() + 63_000).toISOString().slice(0, 19);
  const later = { title: "Later", content: "planned", status: "future", date_gmt: date };
  assert.equal((await rest("/wp/v2/posts", later)).status, "future");
});

test("an uploaded picture has thumbnails, and both web nodes serve them", async () => {
  await page.goto(`${project.url}/wp-admin/media-new.php?browser-uploader`);
  await page.setInputFiles("#async-upload", {
    name: "lamp.png",
    mimeType: "image/png",
    buffer: picture(900, 600),
  });
  await page.click("#html-upload");
  await page.waitForURL(/upload\.php/);
  const [media] = Object.values(await rest("/wp/v2/media"));
  const thumbnail = /"thumbnail":\{.*?"source_url":"([^"]+)"/.exec(JSON.stringify(media))?.[1];
  assert.ok(thumbnail !== undefined, JSON.stringify(media));
  for (const [node, { status }] of await site.onEveryNode(new URL(thumbnail).pathname))
    assert.equal(status, 200, node);
});

async function uploadPlugin(version: string): Promise<void> {
  await page.goto(`${project.url}/wp-admin/plugin-install.php?tab=upload`);
  await page.setInputFiles("#pluginzip", {
    name: "marker.zip",
    mimeType: "application/zip",
    buffer: plugin(version),
  });
  await page.click("#install-plugin-submit");
}

test("a plugin is installed and updated at run time, and both web nodes run the new code", async () => {
  await uploadPlugin("1.0");
  await page.getByRole("link", { name: "Activate Plugin" }).click();
  await page.waitForURL(/plugins\.php/);
  const shows = async (version: string) =>
    [...(await site.onEveryNode("/hello-nodes/")).values()].every(({ body }) =>
      body.includes(`marker ${version}<`),
    );
  await until("both nodes run 1.0", () => shows("1.0"), 10_000);
  await uploadPlugin("2.0");
  await page.getByRole("link", { name: /Replace (current|installed) with uploaded/ }).click();
  await page.getByText("Plugin updated successfully").waitFor();
  await until("both nodes run 2.0", () => shows("2.0"), 10_000);
});

test("after the crash of a web node and of the primary the blog takes posts", async () => {
  await docker("kill", await project.containerOf("web-1"));
  assert.equal((await fetch(`${project.url}/hello-nodes/`)).status, 200);
  await docker("kill", await project.containerOf(await project.primaryId()));
  await until(
    "a post is taken",
    async () =>
      (await rest("/wp/v2/posts", { title: "After", status: "publish" }).catch(() => ({ status: "" })))
        .status === "publish",
    40_000,
  );
});

test("an edit of the site is live after `up`, with the plugin, the uploads and the posts as they were", async () => {
  writeFileSync(join(project.folder, "wordpress/edited.txt"), "edited");
  await project.up();
  for (const [node, { body }] of await site.onEveryNode("/edited.txt")) assert.equal(body, "edited", node);
  for (const [node, { body }] of await site.onEveryNode("/hello-nodes/"))
    assert.ok(body.includes("marker 2.0<") && body.includes("written once"), node);
});

test("a scheduled post is published by a request to wp-cron.php", async () => {
  const isPublished = async () => {
    await fetch(`${project.url}/wp-cron.php?doing_wp_cron`);
    return (await fetch(`${project.url}/later/`)).status === 200;
  };
  await until("it is published", isPublished, 90_000);
});
