#!/usr/bin/env node
// The door for `npm run <command>`: plain JavaScript for the system's own Node, since it runs before any
// dependency is there. It installs what package-lock.json names, then hands over to Node 24 and cli/main.ts.
import { spawn, spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { constants } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const LOWEST_NODE_MAJOR = 24;
const repo = dirname(dirname(fileURLToPath(import.meta.url)));
const stampFile = join(repo, "node_modules", ".lampstand-lock");

function installDependencies() {
  const lock = createHash("sha256")
    .update(readFileSync(join(repo, "package-lock.json")))
    .digest("hex");
  const installed = existsSync(stampFile) ? readFileSync(stampFile, "utf8") : undefined;
  if (installed === lock) return;
  const why = installed === undefined ? "they are not here yet" : "package-lock.json has changed";
  console.error(`Installing npm dependencies: ${why}.`);
  // npm's own report goes to stderr: stdout belongs to the command, which may print JSON there.
  // Its warnings are about packages that want a newer Node than the system's: they get one, which is among them.
  const quietly = ["--no-audit", "--no-fund", "--loglevel=error"];
  const npm = spawnSync("npm", ["ci", ...quietly], { cwd: repo, env, stdio: ["ignore", 2, 2] });
  if (npm.error !== undefined)
    fail(`npm could not be started (${npm.error.message}). Install npm, then run this again.`);
  if (npm.status !== 0) fail("`npm ci` failed; its own words are above. Mend that, then run this again.");
  writeFileSync(stampFile, lock);
}

function findNode() {
  const packaged = join(repo, "node_modules", "node", "bin", "node");
  if (existsSync(packaged)) return packaged;
  if (Number.parseInt(process.versions.node, 10) >= LOWEST_NODE_MAJOR) return process.execPath;
  return fail(
    `Node ${LOWEST_NODE_MAJOR} or later is needed; this is ${process.versions.node}, and the npm package "node" left ` +
      "no binary (are npm's install scripts switched off?). Run `npm rebuild node`, or install it: https://nodejs.org/.",
  );
}

function handOver(node, args) {
  const path = [join(repo, "node_modules", ".bin"), process.env.PATH].filter(Boolean).join(delimiter);
  const child = spawn(node, [join(repo, "cli", "main.ts"), ...args], {
    // The channel carries nothing: its end shows the command that this process was killed.
    stdio: ["inherit", "inherit", "inherit", "ipc"],
    env: { ...env, PATH: path },
  });
  for (const signal of ["SIGTERM", "SIGHUP"]) process.on(signal, () => child.kill(signal));
  process.on("SIGINT", () => {
    // A terminal sends Ctrl-C to the child as well; a second one from here would read as "hurry up".
    if (!process.stdin.isTTY) child.kill("SIGINT");
  });
  child.on("error", (error) => fail(`${node} could not be started: ${error.message}`));
  child.on("exit", (code, signal) => {
    // A shell's convention for a command that a signal ended.
    process.exitCode = signal === null ? code : 128 + constants.signals[signal];
  });
}

function fail(message) {
  console.error(message);
  process.exit(1);
}

if (!existsSync(join(repo, "package-lock.json")))
  fail(
    "The npm package holds the constructs for a CDKTF app of your own; the commands work in a clone of Lampstand.\n" +
      "In your app, deploy with `npx cdktf deploy`.",
  );
// Only here: the npm package holds this file alone.
const { outboundVariables } = await import("./outbound.mjs");
const env = { ...process.env, ...outboundVariables(process.env) };
installDependencies();
handOver(findNode(), process.argv.slice(2));
