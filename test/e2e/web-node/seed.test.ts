import assert from "node:assert/strict";
import { after, before, beforeEach, test } from "node:test";
import { webNodeDefaults } from "../../../modules/web-node/index.ts";
import { docker } from "../../support/docker.ts";
import { Web } from "./web.ts";

type Rule = "missing" | "newer" | "always";

const web = new Web();
let volume: string;
let count = 0;

before(() => web.open());
after(() => web.close());
beforeEach(() => {
  volume = web.volume(`theme-${++count}`);
});

/** A web node of a site with these files in the writable folder "theme", whose volume it shares with those before it. */
async function deploy(files: Readonly<Record<string, string>>, rule: Rule = "missing"): Promise<void> {
  const appFiles = Object.entries(files).map(([name, content]) => ({ path: `theme/${name}`, content }));
  const options = {
    ...webNodeDefaults,
    appFiles: [{ path: "index.php", content: "<?php echo 1;" }, ...appFiles],
    writableFolders: ["theme"],
    seedRules: { theme: rule },
  };
  await web.start(`web-${++count}`, options, ["--volume", `${volume}:/var/www/app/theme`]);
}

/** As the site itself would do it, in the volume. */
function shell(script: string): Promise<string> {
  return docker(
    "exec",
    "--user",
    "www-data",
    web.containerOf(`web-${count}`),
    "sh",
    "-c",
    `cd theme; ${script}`,
  );
}

async function kept(...since: readonly string[]): Promise<readonly string[]> {
  const command = ["lampstand-seed-folders", "kept", ...since];
  return JSON.parse(await docker("exec", web.containerOf(`web-${count}`), ...command));
}

test("a new volume gets the site's own files, which are the site's to change", async () => {
  await deploy({ "style.css": "1", "parts/a b.html": "a" });
  assert.equal(
    await shell('cat style.css "parts/a b.html"; echo; stat -c %U style.css parts'),
    "1a\nwww-data\nwww-data",
  );
  assert.deepEqual(await kept(), []);
});

test("a deploy adds what is new, keeps what differs and says so, and what was removed doesn't come back", async () => {
  await deploy({ "style.css": "1", "edited.css": "1", "removed.css": "1" });
  await shell("echo edited > edited.css; rm removed.css; echo upload > upload.png");
  await deploy({ "style.css": "2", "edited.css": "1", "removed.css": "2", "parts/new.html": "n" });
  assert.equal(
    await shell("cat style.css edited.css parts/new.html upload.png; ls"),
    "1edited\nnupload\nedited.css\nparts\nstyle.css\nupload.png",
  );
  assert.deepEqual(await kept(), ["theme/edited.css", "theme/style.css"]);
  assert.deepEqual(await kept(String(Math.ceil(Date.now() / 1000) + 1)), []);
});

test('by "newer" a file that was edited since the last deploy replaces the one in the volume, and others don\'t', async () => {
  await deploy({ "style.css": "1", "edited.css": "1" }, "newer");
  await shell("echo edited > edited.css");
  await deploy({ "style.css": "2", "edited.css": "1" }, "newer");
  assert.equal(await shell("cat style.css edited.css"), "2edited");
  assert.deepEqual(await kept(), ["theme/edited.css"]);
});

test('by "always" the site\'s own files are there after each deploy, and others stay', async () => {
  await deploy({ "style.css": "1", "removed.css": "1" }, "always");
  await shell("echo edited > style.css; rm removed.css; echo upload > upload.png");
  await deploy({ "style.css": "1", "removed.css": "1" }, "missing");
  assert.equal(await shell("cat style.css; ls"), "edited\nstyle.css\nupload.png");
  await deploy({ "style.css": "1", "removed.css": "1" }, "always");
  assert.equal(await shell("cat style.css; ls"), "1removed.css\nstyle.css\nupload.png");
});

test("a volume of an earlier version, which has no record, loses nothing and gets back nothing that was removed", async () => {
  await deploy({ "style.css": "1", "removed.css": "1" });
  await shell("rm removed.css .lampstand-seed.json; echo edited > style.css");
  await deploy({ "style.css": "2", "removed.css": "1" }, "newer");
  assert.equal(await shell("cat style.css; ls"), "edited\nstyle.css");
  assert.deepEqual(await kept(), ["theme/removed.css", "theme/style.css"]);
});

test("a deploy that ended while it filled a new volume is completed by the next one", async () => {
  await deploy({ "style.css": "1", "parts/a.html": "a" });
  await shell(`rm -r parts; echo '{"stamp":"","seeded":[],"kept":[]}' > .lampstand-seed.json`);
  await deploy({ "style.css": "1", "parts/a.html": "a" });
  assert.equal(await shell("cat style.css parts/a.html"), "1a");
});
