import type { ImageRecipe, RecipeFile } from "../image/index.ts";
import { mysqlInstaller } from "../mysql-packages/index.ts";
import { ports } from "../topology/index.ts";
import { defineNode } from "./definition.ts";
import type { NodeOptions, WebNodeOptions } from "./options.ts";
import { places } from "./places.ts";
import { imageFiles } from "./shipped.ts";

/** The site's files that a web node's image has beside those of the image that it is built from. */
export interface SiteChanges {
  readonly files: readonly RecipeFile[];
  /** Paths below the app's folder that are gone. */
  readonly removed: readonly string[];
}

/**
 * What a web node's image is built from: Debian's packages and the site. It stays while parts of the site change, so that an
 * edit sends nothing else.
 */
export function siteImage(options: WebNodeOptions): ImageRecipe {
  const { packages } = defineNode(options);
  return {
    dockerfile: `FROM debian:13
COPY install-mysql ${places.mysqlInstaller}
${run([`${places.mysqlInstaller} any mysql-router`, ...cleanUp])}
${run(install(packages))}
${copies(options, options.appFiles).join("\n")}
`,
    files: [
      { path: "install-mysql", mode: 0o755, source: mysqlInstaller },
      ...options.appFiles.map((file) => below(placeOf(options, file), file)),
    ],
  };
}

/**
 * A web node as an image, on one of {@link siteImage}. The node's own files come first: an edit of the site adds one layer.
 * @param from the name of that image
 */
export function webNodeImage(options: NodeOptions, from: string, changes?: SiteChanges): ImageRecipe {
  const node = defineNode(options);
  const { files = [], removed = [] } = changes ?? {};
  const roots = options.writableFolders.length === 0 ? [places.app] : [places.app, places.seed];
  const removal = [
    `COPY removed ${places.removedFiles}`,
    run(roots.flatMap((root) => [`cd ${root}`, `xargs -0 rm -rf -- <${places.removedFiles}`])),
  ];
  return {
    dockerfile: [
      `FROM ${from}`,
      "COPY node/ /",
      run([...node.commands, `mkdir -p ${places.seed}`, ...logsToContainer, "apache2ctl configtest"]),
      ...(removed.length === 0 ? [] : removal),
      ...copies(options, files),
      ...(node.appCommands.length === 0 ? [] : [run([...node.appCommands, stampSeed])]),
      // The root is read-only. Each container has one of its own, which goes with it.
      `VOLUME ${places.uploads}`,
      // Where `docker exec` runs an application's own commands, such as `php artisan migrate`.
      `WORKDIR ${places.app}`,
      `EXPOSE ${ports.http} ${ports.https}`,
      "STOPSIGNAL SIGWINCH",
      `ENTRYPOINT ["${places.entrypoint}"]`,
      "",
    ].join("\n"),
    files: [
      ...[...node.files, ...imageFiles(), seedRulesFile(options)].map((file) => below("node", file)),
      ...(removed.length === 0
        ? []
        : [{ path: "removed", content: removed.map((path) => `${path}\0`).join("") }]),
      ...files.map((file) => below(placeOf(options, file), file)),
    ],
  };
}

/** Another text for other files. */
const stampSeed = `(cd ${places.seed}; find . -printf '%P %y %m %s %T@ %l\\n' | LC_ALL=C sort | sha256sum) >${places.seedStamp}`;

function seedRulesFile({ writableFolders, seedRules }: NodeOptions): RecipeFile {
  const rules = Object.fromEntries(writableFolders.map((folder) => [folder, seedRules[folder] ?? "missing"]));
  return { path: places.seedRules, content: `${JSON.stringify(rules)}\n` };
}

/** The folder of the build context that a file of the site is in. */
function placeOf(options: NodeOptions, { path }: RecipeFile): "app" | "seed" {
  return isInWritableFolder(options, path) ? "seed" : "app";
}

/** Whether a path below the app's folder is a writable folder's, or is one. */
export function isInWritableFolder(
  { writableFolders }: Pick<NodeOptions, "writableFolders">,
  path: string,
): boolean {
  return writableFolders.some((folder) => path === folder || path.startsWith(`${folder}/`));
}

function copies(options: NodeOptions, files: readonly RecipeFile[]): readonly string[] {
  const used = new Set(files.map((file) => placeOf(options, file)));
  return (["app", "seed"] as const)
    .filter((place) => used.has(place))
    .map((place) => `COPY ${place}/ ${places[place]}/`);
}

function install(packages: readonly string[]): readonly string[] {
  return [
    "export DEBIAN_FRONTEND=noninteractive",
    "apt-get update",
    `apt-get install -y --no-install-recommends ${packages.join(" ")}`,
    ...cleanUp,
    "rm -rf /var/www/html",
  ];
}

const cleanUp = [
  "apt-get clean",
  "rm -rf /var/lib/apt/lists/* /var/log/apt /var/log/dpkg.log /usr/share/doc/* /usr/share/man/*",
];

/** Apache's log files are the container's output; www-data, who opens them, must reach the links. */
const logsToContainer = [
  "chmod 0755 /var/log/apache2",
  "ln -sf /proc/self/fd/1 /var/log/apache2/access.log",
  "ln -sf /proc/self/fd/2 /var/log/apache2/error.log",
];

function run(commands: readonly string[]): string {
  return `RUN set -eu; \\\n    ${commands.join("; \\\n    ")}`;
}

function below(folder: string, file: RecipeFile): RecipeFile {
  return { ...file, path: `${folder}/${file.path.replace(/^\//, "")}` };
}
