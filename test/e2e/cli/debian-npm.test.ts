import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { cpSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { after, before, describe, test } from "node:test";
import { docker, dockerWithInput, freePorts, uniqueName } from "../../support/docker.ts";
import { removeLeftovers } from "../stack/deployed.ts";

const repo = resolve(import.meta.dirname, "../../..");
const name = uniqueName("debian-npm");
const image = `${name}:local`;
const dockerfile = `FROM debian:13
RUN apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -qq -y --no-install-recommends nodejs npm > /dev/null
`;

/**
 * A new user's machine: Debian 13 with the Node and npm that Debian packages (npm 9.2), this project without its
 * dependencies, and an engine that answers. The folder has the same path inside and outside, since the engine is asked
 * to mount parts of it.
 */
describe("with Debian's own Node and npm", { timeout: 600_000 }, () => {
  let folder: string;

  before(async () => {
    folder = mkdtempSync(join(tmpdir(), "lampstand-debian-npm-"));
    const listed = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
      cwd: repo,
      encoding: "utf8",
    });
    const isCopied = (path: string) =>
      path !== "" && (path === "test/package.json" || !path.startsWith("test/"));
    for (const path of listed.split("\0").filter(isCopied))
      cpSync(join(repo, path), join(folder, path), { recursive: true });
    const [httpPort, httpsPort, statusPort] = await freePorts();
    const app = { path: "app", documentRoot: "public", writableFolders: ["uploads"] };
    const config = { name, preset: "lab", app, loadBalancer: { httpPort, httpsPort, statusPort } };
    writeFileSync(join(folder, "lampstand.config.ts"), `export default ${JSON.stringify(config)};\n`);
    const built = await dockerWithInput(dockerfile, "build", "--tag", image, "-");
    assert.equal(built.code, 0, built.output);
  });
  after(async () => {
    // What root wrote in the container may be nobody's here to remove.
    await inContainer("rm -rf node_modules .lampstand cdktf.out *.tfstate*");
    await removeLeftovers(name);
    await docker("rmi", image);
    rmSync(folder, { recursive: true, force: true });
  });

  function inContainer(command: string): ReturnType<typeof dockerWithInput> {
    const terraform = execFileSync("sh", ["-c", "command -v terraform"], { encoding: "utf8" }).trim();
    // Where packages come through a proxy that has a certificate of its own, it is in this file.
    const authorities = process.env.NODE_EXTRA_CA_CERTS;
    const extra =
      authorities === undefined
        ? []
        : ["--volume", `${authorities}:/extra-ca.crt:ro`, "--env", "NODE_EXTRA_CA_CERTS=/extra-ca.crt"];
    return dockerWithInput(
      "",
      ...["run", "--rm", "--init", "--network", "host", "--workdir", folder, ...extra],
      ...["--volume", `${folder}:${folder}`, "--volume", "/var/run/docker.sock:/var/run/docker.sock"],
      ...["--volume", `${terraform}:${join("/usr/local/bin", "terraform")}:ro`],
      ...[image, "sh", "-c", command],
    );
  }

  test("`npm run up` installs the dependencies and deploys", async () => {
    const versions = await inContainer("npm --version");
    assert.match(versions.output, /^9\./);
    const { code, output } = await inContainer("npm run up");
    assert.equal(code, 0, output);
    assert.match(output, /^Installing npm packages\. They are not installed yet\.$/m);
    const url = /^Site: +(http:\S+)$/m.exec(output)?.[1];
    assert.ok(url, output);
    const page = await fetch(url);
    assert.equal(page.status, 200);
    assert.equal(page.headers.get("x-served-by"), "web-1");
  });
});

test("with Node 18, the oldest that a supported distribution packages, the commands start", () => {
  const folder = mkdtempSync(join(tmpdir(), "lampstand-node-18-"));
  try {
    const options = ["--prefix", folder, "--no-audit", "--no-fund", "--loglevel=error"];
    execFileSync("npm", ["install", ...options, "node@18"], { cwd: folder });
    const node = join(folder, "node_modules/node/bin/node");
    assert.match(execFileSync(node, ["--version"], { encoding: "utf8" }), /^v18\./);
    const usage = execFileSync(node, [join(repo, "cli/bootstrap.mjs"), "--help"], { encoding: "utf8" });
    assert.match(usage, /^Usage: npm run COMMAND/);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});
