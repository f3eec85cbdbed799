// Which npm packages a command needs, and what npm has to do to get them: plain JavaScript, since cli/bootstrap.mjs
// uses it before any package is installed. Nothing here reads or writes a file.

/** The first versions of Node that run TypeScript sources as they are and take a proxy from the environment. */
const LOWEST_NODE = { 22: 21, 24: 0 };

const FOR_COMMANDS = ["cli", "packaging/node-pty", "providers", "simulator", "stacks"];
const DOCUMENTATION = "docs-site";
const TESTS = "test";
const NODE = "packaging/node";

/** Whether a Node of this version, such as 22.21.0, can run the commands. */
export function runsTheCommands(version) {
  const [major, minor] = version.split(".").map(Number);
  if (major > 24) return true;
  const lowestMinor = LOWEST_NODE[major];
  return lowestMinor !== undefined && minor >= lowestMinor;
}

/**
 * The workspaces that a command runs on: the documentation and the tests bring packages that no other command needs.
 *
 * @param {string | undefined} command
 * @param {string} nodeVersion the system's, which is used if it can run the commands
 */
export function neededWorkspaces(command, nodeVersion) {
  const tests = command === "test";
  const documentation = tests || command === "docs" || command === "docs:build";
  return [
    ...FOR_COMMANDS,
    ...(tests || !runsTheCommands(nodeVersion) ? [NODE] : []),
    ...(documentation ? [DOCUMENTATION] : []),
    ...(tests ? [TESTS] : []),
  ].sort();
}

/**
 * What npm has to do before a command can run, or undefined if all that it needs is installed. An installation that
 * somebody made with npm itself counts as one made here.
 *
 * @param {{ packages: Record<string, object> }} lock package-lock.json
 * @param {{ packages: Record<string, object> } | undefined} installed node_modules/.package-lock.json, which npm writes
 *   last: undefined if npm never finished
 * @param {readonly string[]} needed workspaces
 */
export function planInstallation(lock, installed, needed) {
  if (installed === undefined) return reinstallation(lock, needed, "They are not installed yet.");
  const present = Object.keys(installed.packages).filter((path) => isWorkspace(lock, path));
  if (isOutdated(lock, installed, [...present, ...needed.filter((each) => present.includes(each))]))
    return reinstallation(
      lock,
      [...new Set([...needed, ...present])].sort(),
      "package-lock.json has changed.",
    );
  const missing = needed.filter((each) => !present.includes(each));
  if (missing.length === 0) return undefined;
  return {
    args: ["install", "--no-save", "--omit=dev", ...named(missing)],
    message: `Installing the npm packages of ${missing.map(purposeOf).join(" and ")}, once.`,
  };
}

function reinstallation(lock, workspaces, reason) {
  const every = Object.keys(lock.packages).filter((path) => isWorkspace(lock, path));
  const isAll = every.every((path) => workspaces.includes(path));
  return {
    args: isAll ? ["ci"] : ["ci", "--omit=dev", "--include-workspace-root", ...named(workspaces)],
    message: `Installing npm packages. ${reason}`,
  };
}

function named(workspaces) {
  return workspaces.map((path) => `--workspace=${path}`);
}

/** The lock file lists workspaces by their folder, and all other packages by their place below node_modules. */
function isWorkspace(lock, path) {
  return path !== "" && !path.split("/").includes("node_modules") && path in lock.packages;
}

/** Whether what is installed isn't what the lock file names: another version, or without a direct dependency. */
function isOutdated(lock, installed, workspaces) {
  const isChanged = Object.entries(installed.packages).some(
    ([path, { version }]) => lock.packages[path]?.version !== version,
  );
  const lacksOne = ["", ...workspaces].some((path) =>
    Object.keys(lock.packages[path]?.dependencies ?? {}).some(
      (name) =>
        !(`node_modules/${name}` in installed.packages) &&
        !(`${path}/node_modules/${name}` in installed.packages),
    ),
  );
  return isChanged || lacksOne;
}

function purposeOf(workspace) {
  if (workspace === DOCUMENTATION) return "the documentation";
  if (workspace === TESTS) return "the tests";
  if (workspace === NODE) return "Node.js";
  return "the commands";
}
