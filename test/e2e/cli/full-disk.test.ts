import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, describe, test } from "node:test";
import { dockerWithInput, uniqueName } from "../../support/docker.ts";
import { remains } from "../stack/deployed.ts";

const repo = resolve(import.meta.dirname, "../../..");
const siteMb = 40;

/** The project's folder is a disk of a few megabytes, in a container that sees this machine's engine and Terraform. */
describe("with a full disk", () => {
  const name = uniqueName("e2e");
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "lampstand-full-"));
    mkdirSync(join(folder, "site"));
    writeFileSync(join(folder, "site/index.php"), "<?php echo 1;\n");
    writeFileSync(join(folder, "site/video.bin"), Buffer.alloc(siteMb * 1024 * 1024));
    const config = {
      name,
      preset: "lab",
      app: { path: "/given/site" },
      // Ports below are never opened: the deploy fails before.
      loadBalancer: { httpPort: 1024, httpsPort: 1025, statusPort: 1026 },
    };
    writeFileSync(join(folder, "lampstand.config.ts"), `export default ${JSON.stringify(config)};\n`);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  /** `up` with a project on a disk of that size; then what is left of it on that disk. */
  function upOn(diskMb: number): ReturnType<typeof dockerWithInput> {
    const terraform = execFileSync("sh", ["-c", "command -v terraform"], { encoding: "utf8" }).trim();
    const mounts = [
      `${repo}:/repo:ro`,
      `${folder}:/given:ro`,
      `${terraform}:/usr/bin/terraform:ro`,
      "/var/run/docker.sock:/var/run/docker.sock",
    ];
    const script = [
      "cp /given/lampstand.config.ts . &&",
      "/repo/node_modules/.bin/node /repo/cli/main.ts up; code=$?;",
      "find .lampstand -path '*/images/*' -mindepth 3; exit $code",
    ].join(" ");
    return dockerWithInput(
      "",
      ...["run", "--rm", "--network", "host", "--workdir", "/project", "--tmpfs", `/project:size=${diskMb}m`],
      ...["--env", "LAMPSTAND_PROVIDERS=stand-in"],
      ...mounts.flatMap((mount) => ["--volume", mount]),
      ...["debian:13", "sh", "-c", script],
    );
  }

  test("a disk without free space is refused before anything is written to it", async () => {
    const { code, output } = await upOn(8);
    assert.equal(code, 1);
    assert.match(
      output,
      /^The disk \/project, which holds \/project, is full: 7 MiB free; needed: 16 MiB\.\nFree space there \(`du -xhd1 \/project` shows what takes it\), then run this again\.\n\nMore: npm run docs, then \/guides\/troubleshooting\/#disk-full\n/,
    );
    assert.deepEqual(await remains(name), []);
  });

  test("a disk that fills up during the build is named, and no partial build context remains", async () => {
    const { code, output } = await upOn(siteMb - 10);
    assert.equal(code, 1);
    assert.match(output, /^The disk \/project, which holds \/project, ran full \(\d+ MiB are free now\)\.$/m);
    assert.match(output, /^More: npm run docs, then \/guides\/troubleshooting\/#disk-full$/m);
    assert.doesNotMatch(output, /partial|images\/web\/./);
    assert.deepEqual(await remains(name), []);
  });
});
