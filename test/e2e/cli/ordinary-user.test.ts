import assert from "node:assert/strict";
import { randomUUID } from "node:crypto";
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { after, before, describe, test } from "node:test";
import { clone } from "../../support/clone.ts";
import { freePorts, uniqueName } from "../../support/docker.ts";
import { type Ended, type OrdinaryUser, ordinaryUser } from "../../support/ordinary-user.ts";
import { remains, removeLeftovers } from "../stack/deployed.ts";

const repo = resolve(import.meta.dirname, "../../..");
/** A step takes 8 to 20 s; five times that and more on a machine with other work. */
const limitMs = 300_000;

/** The user's own clone, in whose folder the commands are run, as README.md says. */
describe("as a user of the group docker, umask 027, LANG=C, no terminal, a folder with a space and an ö", () => {
  const name = uniqueName("e2e");
  const entry = randomUUID();
  let user: OrdinaryUser;
  let folder: string;
  let url: string;

  before(
    async () => {
      user = await ordinaryUser();
      folder = join(user.folder, "Größe und Maß", "lampstand");
      mkdirSync(folder, { recursive: true });
      clone(folder, await canRead(user, join(repo, "node_modules")));
      const [httpPort, httpsPort, statusPort] = await freePorts();
      url = `http://127.0.0.1:${httpPort}`;
      const config = {
        ...{ name, preset: "lab", loadBalancer: { httpPort, httpsPort, statusPort } },
        app: { path: "app", documentRoot: "public", writableFolders: ["uploads"] },
        database: { init: "app/schema.sql" },
      };
      writeFileSync(
        join(folder, "lampstand.config.ts"),
        `import { defineConfig } from "./modules/config/index.ts";\nexport default defineConfig(${JSON.stringify(config)});\n`,
      );
      await user.give(user.folder);
    },
    { timeout: limitMs },
  );
  after(
    async () => {
      await removeLeftovers(name);
      await user.remove();
    },
    { timeout: limitMs },
  );

  /** `npm run COMMAND` in the project's folder. */
  function command(...args: readonly string[]): Promise<Ended> {
    return user.run(folder, ["npm", "run", "--silent", ...args], limitMs);
  }

  /** Renames the folder that holds the project's. */
  function move(to: string): void {
    const parent = join(user.folder, to);
    renameSync(resolve(folder, ".."), parent);
    folder = join(parent, "lampstand");
  }

  test("`up` ends with a site that answers and takes a write", { timeout: limitMs }, async () => {
    const { code, output } = await command("up");
    assert.equal(code, 0, output);
    assert.equal((await fetch(url)).status, 200);
    const written = await fetch(`${url}/guestbook`, {
      method: "POST",
      headers: { "content-type": "application/json", accept: "application/json" },
      body: JSON.stringify({ id: randomUUID(), author: "user", message: entry }),
    });
    assert.ok(written.ok, `${written.status} ${await written.text()}`);
  });

  test("after the folder was renamed `up` keeps every entry, and `status` is content", {
    timeout: limitMs,
  }, async () => {
    move("Anderswo – größer");
    const { code, output } = await command("up");
    assert.equal(code, 0, output);
    assert.match(await (await fetch(`${url}/guestbook`)).text(), new RegExp(entry));
    const status = await command("status");
    assert.equal(status.code, 0, status.output);
    const again = await command("up");
    assert.match(again.output, /^ {2}No changes\.$/m);
  });

  test("`status` and `down` work right after the folder was renamed, and `down` leaves nothing", {
    timeout: limitMs,
  }, async () => {
    move("elsewhere");
    const status = await command("status");
    assert.equal(status.code, 0, status.output);
    const { code, output } = await command("down", "--", "--yes");
    assert.equal(code, 0, output);
    assert.deepEqual(await remains(name), []);
  });
});

async function canRead(user: OrdinaryUser, packages: string): Promise<boolean> {
  const { code } = await user.run("/", ["test", "-r", join(packages, "cdktf/package.json")], 10_000);
  return code === 0;
}
