import { isIP } from "node:net";
import { Failure } from "../failures/index.ts";
import { isKnownExtensionName } from "./extensions.ts";
import type { NodeOptions, WebNodeOptions } from "./options.ts";

/** One thing wrong with the options: where, and what was given, what is allowed, what to do. */
export interface WebNodeProblem {
  /** e.g. `["phpExtensions", 1]`. */
  readonly path: readonly (string | number)[];
  readonly message: string;
}

/** Thrown by the renderers; the message names every problem at once. */
export class WebNodeOptionsError extends Failure {
  override readonly name = "WebNodeOptionsError";
  readonly problems: readonly WebNodeProblem[];

  constructor(problems: readonly WebNodeProblem[]) {
    const lines = problems.map(({ path, message }) => `${path.join(".")}: ${message}`);
    super("config-invalid", lines.join("\n"), { heading: "lampstand.config.ts, app and web:" });
    this.problems = problems;
  }
}

const folderPattern = /^[A-Za-z0-9_][A-Za-z0-9._-]*(\/[A-Za-z0-9_][A-Za-z0-9._-]*)*$/;
/** Debian policy 5.6.7. */
const packagePattern = /^[a-z0-9][a-z0-9+.-]+$/;
const variablePattern = /^[A-Za-z_][A-Za-z0-9_]*$/;
const iniNamePattern = /^[A-Za-z][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)*$/;

/** The node sets these itself; letting the app change them would break it or the contract with the stack. */
const reservedVariable =
  /^(DB_.*|LAMPSTAND_.*|APACHE_.*|HTTP_.*|HTTPS|NODE_NAME|PATH|HOME|HOSTNAME|LD_.*|PHPRC|PHP_INI_SCAN_DIR|REMOTE_.*|SERVER_.*|REQUEST_.*|DOCUMENT_ROOT|LANG|LC_ALL|TMPDIR|BASH_ENV|ENV|IFS)$/i;
const reservedIni: Readonly<Record<string, string>> = {
  auto_prepend_file:
    "the node uses it for sessions that every web node shares; require your file from the app",
  "session.auto_start":
    "it starts sessions before the shared store is set up; call session_start() in the app",
  "session.save_handler":
    "the node sets it; an app with its own session handler calls session_set_save_handler()",
  extension: "name the extension in phpExtensions",
  zend_extension: "name the extension in phpExtensions",
};

/** Every problem of the options, none if they are good. Pure: package names are not looked up. */
export function webNodeProblems(options: WebNodeOptions): readonly WebNodeProblem[] {
  return [...nodeProblems(options), ...appProblems(options)];
}

function nodeProblems(options: NodeOptions): readonly WebNodeProblem[] {
  return [
    ...folderProblems(options),
    ...nameProblems(options),
    ...iniProblems(options.phpIni),
    ...environmentProblems(options.environment),
    ...proxyProblems(options.trustedProxies),
    ...workerProblems(options.maxRequestWorkers),
  ];
}

/** @throws WebNodeOptionsError naming every problem. */
export function assertWebNodeOptions(options: WebNodeOptions): void {
  refuse(webNodeProblems(options));
}

/** The same for a node whose site isn't here to be looked at. */
export function assertNodeOptions(options: NodeOptions): void {
  refuse(nodeProblems(options));
}

function refuse(problems: readonly WebNodeProblem[]): void {
  if (problems.length > 0) throw new WebNodeOptionsError(problems);
}

function folderProblems(options: NodeOptions): WebNodeProblem[] {
  const allowed =
    "a path below the app's folder of letters, digits, . _ - and /, no part starting with a dot";
  const problems: WebNodeProblem[] = [];
  if (options.documentRoot !== "" && !folderPattern.test(options.documentRoot))
    problems.push({
      path: ["documentRoot"],
      message: `${shown(options.documentRoot)} given; "" or ${allowed}; e.g. "public"`,
    });
  options.writableFolders.forEach((folder, index) => {
    if (!folderPattern.test(folder))
      problems.push({
        path: ["writableFolders", index],
        message: `${shown(folder)} given; ${allowed}; e.g. "uploads"`,
      });
    else if (folder === options.documentRoot || options.documentRoot.startsWith(`${folder}/`))
      problems.push({
        path: ["writableFolders", index],
        message: `${shown(folder)} holds the document root, where PHP must run; name a folder inside it, e.g. "${folder}/uploads"`,
      });
  });
  return problems;
}

function appProblems({ appFiles, documentRoot }: WebNodeOptions): WebNodeProblem[] {
  const problems: WebNodeProblem[] = [];
  const prefix = documentRoot === "" ? "" : `${documentRoot}/`;
  if (!appFiles.some((file) => !("isFolder" in file) && file.path.startsWith(prefix)))
    problems.push({
      path: ["documentRoot"],
      message: `${shown(documentRoot)} given, but the app has no file there; name the folder that holds index.php`,
    });
  appFiles.forEach((file, index) => {
    const parts = file.path.split("/");
    if (file.path.includes("\0") || parts.some((part) => part === "" || part === "." || part === ".."))
      problems.push({
        path: ["appFiles", index],
        message: `path ${shown(file.path)} given; a relative path without . and ..; e.g. "public/index.php"`,
      });
  });
  return problems;
}

function nameProblems(options: NodeOptions): WebNodeProblem[] {
  const problems: WebNodeProblem[] = [];
  options.phpExtensions.forEach((name, index) => {
    if (!isKnownExtensionName(name))
      problems.push({
        path: ["phpExtensions", index],
        message: `${shown(name)} given; PHP's name of an extension in lower case, without "php-"; e.g. "gd"`,
      });
  });
  options.extraPackages.forEach((name, index) => {
    if (!packagePattern.test(name))
      problems.push({
        path: ["extraPackages", index],
        message: `${shown(name)} given; the name of a package of Debian 13; e.g. "imagemagick"`,
      });
  });
  return problems;
}

function iniProblems(phpIni: NodeOptions["phpIni"]): WebNodeProblem[] {
  return Object.entries(phpIni).flatMap(([name, value]): WebNodeProblem[] => {
    const path = ["phpIni", name];
    const reason = reservedIni[name];
    if (reason !== undefined) return [{ path, message: `can't be set here: ${reason}` }];
    if (!iniNamePattern.test(name))
      return [{ path, message: `${shown(name)} given; the name of a php.ini setting; e.g. "memory_limit"` }];
    if (typeof value === "number" && !Number.isFinite(value))
      return [{ path, message: `${value} given; a finite number, a string or a boolean` }];
    if (typeof value === "string" && value.includes("\0"))
      return [{ path, message: "a text with a NUL character given; php.ini can't hold one; leave it out" }];
    return [];
  });
}

function environmentProblems(environment: WebNodeOptions["environment"]): WebNodeProblem[] {
  return Object.entries(environment).flatMap(([name, value]): WebNodeProblem[] => {
    const path = ["environment", name];
    if (reservedVariable.test(name))
      return [
        { path, message: `${shown(name)} is set by the node or the system; use a name of the app's own` },
      ];
    if (!variablePattern.test(name))
      return [
        { path, message: `${shown(name)} given; letters, digits and _, no digit first; e.g. "APP_THEME"` },
      ];
    if (value.includes("\0"))
      return [
        { path, message: "a NUL character given; an environment variable can't hold one; leave it out" },
      ];
    return [];
  });
}

function proxyProblems(proxies: readonly string[]): WebNodeProblem[] {
  return proxies.flatMap((proxy, index): WebNodeProblem[] =>
    isNetwork(proxy)
      ? []
      : [
          {
            path: ["trustedProxies", index],
            message: `${shown(proxy)} given; an address or a network in CIDR form; e.g. "10.0.0.0/8"`,
          },
        ],
  );
}

function isNetwork(text: string): boolean {
  const [address = "", bits, ...rest] = text.split("/");
  const family = isIP(address);
  if (family === 0 || rest.length > 0 || address.includes("%")) return false;
  if (bits === undefined) return true;
  return /^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128);
}

function workerProblems(count: number): WebNodeProblem[] {
  if (Number.isInteger(count) && count >= 1 && count <= 512) return [];
  return [{ path: ["maxRequestWorkers"], message: `${count} given; a whole number from 1 to 512; e.g. 24` }];
}

function shown(text: string): string {
  return JSON.stringify(text);
}
