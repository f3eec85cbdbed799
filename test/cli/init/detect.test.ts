import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import fc from "fast-check";
import {
  detectSite,
  renderConfig,
  type SiteFiles,
  shippedConfig,
  stackNameOf,
} from "../../../cli/init/index.ts";
import { resolveConfig } from "../../../modules/config/index.ts";

function site(paths: readonly string[], texts: Readonly<Record<string, string>> = {}): SiteFiles {
  return { paths: new Set(paths), texts };
}

const composer = (name: string, ...packages: readonly string[]) =>
  JSON.stringify({ name, require: Object.fromEntries(packages.map((each) => [each, "*"])) });

const sites = {
  wordPress: site(["wp-load.php", "wp-includes/", "wp-admin/", "index.php", "wp-content/"], {
    "wp-includes/version.php": "<?php\n$wp_version = '6.8.1';\n",
  }),
  mediaWiki: site(["mw-config/", "includes/", "index.php", "images/"], {
    "includes/Defines.php": "define( 'MW_VERSION', '1.43.5' );",
  }),
  drupal: site(["web/core/", "web/sites/", "composer.json"], {
    "composer.json": composer("drupal/recommended-project", "drupal/core-recommended"),
  }),
  laravel: site(["artisan", "public/", "public/index.php", "composer.json"], {
    "composer.json": composer("laravel/laravel", "laravel/framework", "ext-redis", "ext-json", "php"),
  }),
  symfony: site(["bin/console", "public/index.php", "composer.json"], {
    "composer.json": composer("me/app", "symfony/framework-bundle", "ext-ctype", "ext-iconv"),
  }),
  phpMyAdmin: site(["config.sample.inc.php", "libraries/", "index.php"]),
};

test("applications are recognized by their files, with their versions where a file has them", () => {
  assert.deepEqual(
    Object.values(sites).map((files) => detectSite(files).application),
    [
      "WordPress 6.8.1",
      "MediaWiki 1.43.5",
      "Drupal",
      "a Laravel application",
      "a Symfony application",
      "phpMyAdmin",
    ],
  );
});

test("what composer.json requires of PHP is asked for, but for what every node has", () => {
  const { phpExtensions, found } = detectSite(sites.laravel);
  assert.deepEqual(phpExtensions, ["curl", "redis", "xml", "zip"]);
  assert.ok(found.includes("composer.json asks for the PHP extensions redis."));
});

test("a plain site's document root and writable folders are those that their names suggest", () => {
  const files = site(["public/", "public/index.php", "public/uploads/", "cache/", "src/", "dump.sql.gz"]);
  const findings = detectSite(files);
  assert.deepEqual(
    [findings.documentRoot, findings.writableFolders, findings.init],
    ["public", ["cache", "public/uploads"], "dump.sql.gz"],
  );
  assert.equal(detectSite(site(["index.php"])).documentRoot, "");
});

test("of two dumps none is chosen, and that is said", () => {
  const findings = detectSite(site(["index.php", "a.sql", "b.sql"]));
  assert.equal(findings.init, undefined);
  assert.ok(
    findings.found.includes("There are 2 dumps (a.sql, b.sql): name the right one in database.init."),
  );
});

test("the config of every application is valid as it is written", () => {
  for (const files of Object.values(sites)) {
    const text = renderConfig("../my-site", detectSite(files));
    const object = text.slice(text.indexOf("defineConfig(") + "defineConfig(".length, text.lastIndexOf(")"));
    resolveConfig(new Function(`return ${object}`)());
  }
});

test("a config reads as one that was written by hand", () => {
  assert.equal(
    renderConfig("../Shop 2", detectSite(sites.wordPress)),
    `import { defineConfig } from "./modules/config/index.ts";

// WordPress 6.8.1, as \`npx lampstand init\` found it.
export default defineConfig({
  name: "shop-2",
  preset: "ha",
  app: { path: "../Shop 2", documentRoot: "", writableFolders: [{ path: "wp-content", php: true }] },
  web: { phpExtensions: ["curl", "gd", "intl", "xml", "zip"] },
});
`,
  );
});

test("whatever a folder is called, the stack's name is one that is allowed", () => {
  fc.assert(
    fc.property(fc.oneof(fc.string(), fc.string({ unit: "binary" })), (path) => {
      resolveConfig({ name: stackNameOf(path) });
    }),
  );
});

test("a new clone's config is known, so that it is replaced without a question", () => {
  const file = join(import.meta.dirname, "../../../lampstand.config.ts");
  assert.equal(readFileSync(file, "utf8"), shippedConfig);
});
