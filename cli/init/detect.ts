import { applications, type Traits } from "./applications.ts";
import { parseComposer } from "./composer.ts";
import type { SiteFiles } from "./site-files.ts";

/** What a config for a site needs, as far as its files say it. */
export interface SiteFindings extends Traits {
  /** A dump beside the site; undefined if there is none or more than one. */
  readonly init: string | undefined;
  /** What was found, a sentence each. */
  readonly found: readonly string[];
}

/** Recognizes a site by its files. */
export function detectSite(files: SiteFiles): SiteFindings {
  const composer = parseComposer(files.texts["composer.json"]);
  const application = applications.find((each) => each.matches(files, composer));
  if (application === undefined) return plainSite(files, composer.extensions);
  const traits = application.traits(files, composer);
  const phpExtensions = [...new Set([...traits.phpExtensions, ...composer.extensions])].sort();
  return {
    ...traits,
    phpExtensions,
    ...dumpOf(files),
    found: [`It is ${traits.application}.`, ...extensionLine(composer.extensions), ...dumpLine(files)],
    open: [...traits.open, ...commonOpen],
  };
}

const commonOpen = [
  "Scheduled tasks (cron) aren't run by the stack yet: run them from outside, through the site's address.",
];

/** Where frameworks and hosts keep what is served. */
const documentRoots = ["public", "web", "htdocs", "www", "public_html", "html"];
/** Names of folders that sites write to. */
const writableNames = [
  "uploads",
  "upload",
  "files",
  "media",
  "cache",
  "tmp",
  "temp",
  "data",
  "storage",
  "var",
  "logs",
];

function plainSite(files: SiteFiles, extensions: readonly string[]): SiteFindings {
  const isIndex = (folder: string) =>
    files.paths.has(`${folder}index.php`) || files.paths.has(`${folder}index.html`);
  const documentRoot = isIndex("") ? "" : (documentRoots.find((name) => isIndex(`${name}/`)) ?? "");
  const prefixes = [...new Set(["", documentRoot === "" ? "" : `${documentRoot}/`])];
  const writableFolders = prefixes.flatMap((prefix) =>
    writableNames.filter((name) => files.paths.has(`${prefix}${name}/`)).map((name) => `${prefix}${name}`),
  );
  return {
    application: "a PHP site",
    documentRoot,
    writableFolders,
    phpExtensions: [...extensions].sort(),
    environment: {},
    databaseEnvironment: {},
    ...dumpOf(files),
    found: [
      documentRoot === ""
        ? "It is a PHP site; Apache serves its folder itself."
        : `It is a PHP site; Apache serves its folder ${documentRoot}.`,
      ...(writableFolders.length === 0
        ? []
        : [`By their names the site writes to ${writableFolders.join(", ")}.`]),
      ...extensionLine(extensions),
      ...dumpLine(files),
    ],
    open: [
      "Folders that the site writes to: add those that are missing to app.writableFolders, with php: true where it installs code.",
      ...(extensions.length === 0 ? ["PHP extensions that the site needs: see web.phpExtensions."] : []),
      "How the site connects to its database: use localhost, with the values of DB_NAME, DB_USER and DB_PASSWORD_FILE.",
      ...commonOpen,
    ],
  };
}

function extensionLine(extensions: readonly string[]): string[] {
  return extensions.length === 0
    ? []
    : [`composer.json asks for the PHP extensions ${extensions.join(", ")}.`];
}

function dumps({ paths }: SiteFiles): string[] {
  return [...paths].filter((path) => !path.includes("/") && /\.sql(\.gz|\.zst)?$/.test(path));
}

function dumpOf(files: SiteFiles): { readonly init: string | undefined } {
  const found = dumps(files);
  return { init: found.length === 1 ? found[0] : undefined };
}

function dumpLine(files: SiteFiles): string[] {
  const found = dumps(files);
  if (found.length === 0) return [];
  return found.length === 1
    ? [`${found[0]} is loaded into the new database.`]
    : [`There are ${found.length} dumps (${found.join(", ")}): name the right one in database.init.`];
}
