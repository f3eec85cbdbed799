#!/usr/bin/env node
// The entry point of `npm run <command>`: plain JavaScript for the system's own Node, since it runs before any package
// is installed. It installs what the command needs of package-lock.json, then starts cli/main.ts.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync, symlinkSync } from "node:fs";
import { constants } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const repo = dirname(dirname(fileURLToPath(import.meta.url)));

function installPackages(args) {
  const lock = readJson(join(repo, "package-lock.json"));
  const installed = readJson(join(repo, "node_modules", ".package-lock.json"));
  const plan = planInstallation(lock, installed, neededWorkspaces(args[0], process.versions.node));
  if (plan === undefined) return;
  console.error(plan.message);
  // npm's own report goes to stderr: stdout belongs to the command, which may print JSON there.
  // Its warnings are about packages that want a newer Node than the system's: they get one, which is among them.
  const quietly = ["--no-audit", "--no-fund", "--loglevel=error"];
  const npm = spawnSync("npm", [...plan.args, ...quietly], { cwd: repo, env, stdio: ["ignore", 2, 2] });
  if (npm.error !== undefined)
    fail(`npm could not be started (${npm.error.message}). Install npm, then run this again.`);
  if (npm.status !== 0)
    fail(`\`npm ${plan.args[0]}\` failed; its output is above. Fix that, then run this again.`);
}

/** The file's content, or undefined where there is none or npm was interrupted while it wrote it. */
function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, "utf8"));
  } catch {
    return undefined;
  }
}

function findNode() {
  if (runsTheCommands(process.versions.node)) return process.execPath;
  const packageName = `node-${process.platform}-${process.arch}`;
  if (existsSync(join(repo, "node_modules", packageName, "bin", "node"))) return linkedNode(packageName);
  return fail(
    `The commands need Node.js 22.21, 24 or later; this is ${process.versions.node}, and npm has a Node.js for Linux ` +
      "on x64 and arm64 only. Install a newer one: https://nodejs.org/.",
  );
}

/** Puts the packaged Node first on the path of npm scripts and npx. npm 9.2 installs it and doesn't link it. */
function linkedNode(packageName) {
  const link = join(repo, "node_modules", ".bin", "node");
  if (!existsSync(link)) symlinkSync(join("..", packageName, "bin", "node"), link);
  return link;
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
    "The npm package holds the constructs for your own CDKTF app; the commands work in a clone of Lampstand.\n" +
      "In your app, deploy with `npx cdktf deploy`.",
  );
// Only here: the npm package holds this file alone.
const { outboundVariables } = await import("./outbound.mjs");
const { neededWorkspaces, planInstallation, runsTheCommands } = await import("./packages.mjs");
const env = { ...process.env, ...outboundVariables(process.env) };
const args = process.argv.slice(2);
installPackages(args);
handOver(findNode(), args);
