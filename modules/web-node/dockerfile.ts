import type { ImageRecipe, RecipeFile } from "../image/index.ts";
import { mysqlInstaller } from "../mysql-packages/index.ts";
import { ports } from "../topology/index.ts";
import { defineWebNode } from "./definition.ts";
import type { WebNodeOptions } from "./options.ts";
import { places } from "./places.ts";

/**
 * A web node as an image. Packages come first, the app last: an edit of the app rebuilds one layer.
 * @throws WebNodeOptionsError naming every problem of the options.
 */
export function webNodeImage(options: WebNodeOptions): ImageRecipe {
  const node = defineWebNode(options);
  return {
    dockerfile: `FROM debian:13
COPY install-mysql ${places.mysqlInstaller}
${run([`${places.mysqlInstaller} any mysql-router`, ...cleanUp])}
${run(install(node.packages))}
COPY node/ /
${run([...node.commands, ...logsToContainer, "apache2ctl configtest"])}
COPY app/ ${places.app}/
${node.appCommands.length === 0 ? "" : `${run(node.appCommands)}\n`}EXPOSE ${ports.http} ${ports.https}
STOPSIGNAL SIGWINCH
ENTRYPOINT ["${places.entrypoint}"]
`,
    files: [
      { path: "install-mysql", mode: 0o755, source: mysqlInstaller },
      ...node.files.map((file) => below("node", file)),
      ...options.appFiles.map((file) => below("app", file)),
    ],
  };
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
