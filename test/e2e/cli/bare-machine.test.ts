import assert from "node:assert/strict";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, describe, test } from "node:test";
import { dockerWithInput } from "../../support/docker.ts";

const repo = resolve(import.meta.dirname, "../../..");
/** Debian's `nobody`: neither root nor in the group docker. */
const nobody = "65534:65534";
const darwin = "data:text/javascript,Object.defineProperty(process,'platform',{value:'darwin'})";

/** A machine with Node and this project, but without Docker, Terraform, sudo or a network: a container. */
describe("on a machine that can't be set up", () => {
  let folder: string;

  before(() => {
    folder = mkdtempSync(join(tmpdir(), "lampstand-bare-"));
    chmodSync(folder, 0o777);
    mkdirSync(join(folder, "app/public"), { recursive: true });
    writeFileSync(join(folder, "app/public/index.php"), "<?php echo 1;\n");
    const config = { name: "bare", app: { path: "app", documentRoot: "public" } };
    writeFileSync(join(folder, "lampstand.config.ts"), `export default ${JSON.stringify(config)};\n`);
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  function run(
    command: string,
    options: { readonly mounts?: readonly string[]; readonly node?: readonly string[] } = {},
  ): ReturnType<typeof dockerWithInput> {
    const mounts = [`${repo}:/repo:ro`, `${folder}:/project`, ...(options.mounts ?? [])];
    return dockerWithInput(
      "",
      ...["run", "--rm", "--network", "none", "--user", nobody, "--workdir", "/project"],
      ...mounts.flatMap((mount) => ["--volume", mount]),
      ...["debian:13", "/repo/node_modules/.bin/node", ...(options.node ?? []), "/repo/cli/main.ts", command],
    );
  }

  test("Debian without root: root's command is given, and all that is missing at once", async () => {
    assert.deepEqual(await run("up"), {
      code: 1,
      output: `This machine is not set up yet.
  Missing: Terraform
    Connect to a network that reaches releases.hashicorp.com, or install
      Terraform (https://developer.hashicorp.com/terraform/install) or OpenTofu
      (https://opentofu.org/docs/intro/install/).
  Missing: docker.io, iptables
    As root: apt-get update && apt-get install -y docker.io iptables

More: npm run docs, then /guides/troubleshooting/#terraform-missing
More: npm run docs, then /guides/troubleshooting/#docker-missing
`,
    });
    assert.deepEqual(readdirSync(folder).sort(), ["app", "lampstand.config.ts"]);
  });

  test("another Linux: Docker's own instructions are named", async () => {
    const { code, output } = await run("up", { mounts: ["/dev/null:/etc/os-release:ro"] });
    assert.equal(code, 1);
    assert.match(
      output,
      /^ {2}Missing: Docker\n {4}Install Docker Engine \(https:\/\/docs\.docker\.com\/engine\/install\/\), start it,\n {6}then run this again\.$/m,
    );
  });

  test("macOS without Docker: Docker Desktop is named", async () => {
    const options = { mounts: ["/dev/null:/etc/os-release:ro"], node: ["--import", darwin] };
    assert.deepEqual(await run("up", options), {
      code: 1,
      output: `This machine is not set up yet.
  Missing: Terraform
    Connect to a network that reaches releases.hashicorp.com, or install
      Terraform (https://developer.hashicorp.com/terraform/install) or OpenTofu
      (https://opentofu.org/docs/intro/install/).
  Missing: Docker
    Install Docker Desktop (https://docs.docker.com/desktop/), start it, then
      run this again.

More: npm run docs, then /guides/troubleshooting/#terraform-missing
More: npm run docs, then /guides/troubleshooting/#docker-missing
`,
    });
  });

  test("the doctor looks at all of it and ends with 2", async () => {
    const { code, output } = await run("doctor");
    assert.equal(code, 2);
    assert.match(output, /^WRONG {3}Docker engine {7}not installed$/m);
    assert.match(output, /^ok {6}config {14}lampstand\.config\.ts: name bare, preset ha$/m);
    assert.match(output, /^Wrong: Terraform, Docker engine, providers\.$/m);
  });
});
