import type { FailureKind } from "./kind.ts";
import { cloud } from "./kinds-cloud.ts";
import { data } from "./kinds-data.ts";
import { engine } from "./kinds-engine.ts";

const config = {
  "config-missing": {
    title: "There is no config",
    meaning: "Every command works on the `lampstand.config.ts` of the project that it is run in.",
    remedies: [
      "Change to the project's folder.",
      "Or write the file: `export default defineConfig({})` is enough, since every field has a default.",
    ],
    exitCode: 1,
  },
  "config-unreadable": {
    title: "The config isn't valid TypeScript",
    meaning:
      "`lampstand.config.ts` is a program, and it failed before it returned a config. Nothing was changed.",
    remedies: ["Fix what the message names: most often a bracket, a comma or the path of an import."],
    exitCode: 1,
  },
  "config-invalid": {
    title: "The config has a value that isn't allowed",
    meaning:
      "Each line of the message is one mistake: its place, the value given, what is allowed and an example. All mistakes are listed at once, and nothing was changed.",
    remedies: ["Correct each field in `lampstand.config.ts`, then run the command again."],
    exitCode: 1,
  },
  "preset-contradicted": {
    title: "A count contradicts the preset",
    meaning:
      "A preset promises something, for example that any one web node, router or member may fail. The config sets a count that breaks this promise.",
    remedies: ["Remove the count: the preset sets it.", "Or choose another preset."],
    exitCode: 1,
  },
  "app-missing": {
    title: "The site's folder doesn't exist",
    meaning:
      "`app.path` isn't a folder. The path is relative to the config file, not to the folder in which you run the command.",
    remedies: ["Correct `app.path`, or remove it to deploy the default site."],
    exitCode: 1,
  },
  "document-root-missing": {
    title: "The document root doesn't exist",
    meaning:
      "`app.documentRoot` names the folder in `app.path` that Apache serves. That folder doesn't exist.",
    remedies: [
      "Name the folder that holds `index.php`: often `public`, or `web`.",
      'Set it to `""` to serve all of `app.path`.',
    ],
    exitCode: 1,
  },
  "init-sql-missing": {
    title: "There is no SQL to load",
    meaning: "`database.init` names neither a file nor a folder with `.sql` files.",
    remedies: ["Correct the path, which is relative to the config file, or remove `database.init`."],
    exitCode: 1,
  },
} as const satisfies Record<string, FailureKind>;

const commandLine = {
  "command-unknown": {
    title: "There is no such command",
    meaning: "The word after `npm run` or `npx lampstand` isn't a command.",
    remedies: ["`npx lampstand --help` lists them."],
    exitCode: 1,
  },
  "arguments-invalid": {
    title: "The command doesn't accept an argument",
    meaning: "Nothing was done. An option without an effect is an error, so that a typo isn't ignored.",
    remedies: ["`npm run COMMAND -- --help` lists the options. Options follow `--`."],
    exitCode: 1,
  },
} as const satisfies Record<string, FailureKind>;

const machine = {
  "terraform-missing": {
    title: "Terraform is missing",
    meaning:
      "Terraform deploys the stack. Neither `terraform` nor `tofu` (OpenTofu) is on the PATH, and set-up couldn't download Terraform into `.lampstand/bin`.",
    remedies: [
      "Connect to a network that reaches https://releases.hashicorp.com, then run the command again.",
      "Or install Terraform (https://developer.hashicorp.com/terraform/install) or OpenTofu (https://opentofu.org/docs/intro/install/).",
    ],
    exitCode: 1,
  },
  "base-image-missing": {
    title: "The base image isn't available",
    meaning:
      "Every image of the stack is built on `debian:13`. Docker Hub can't be reached, and debootstrap can't make the image on this system.",
    remedies: [
      "Connect to a network that reaches Docker Hub.",
      "Or load the image from a file that another machine saved: `docker load -i FILE`.",
      "Or run set-up on Debian, as root or with sudo: it makes the image from Debian's packages.",
    ],
    exitCode: 1,
  },
  "packages-missing": {
    title: "Packages are missing",
    meaning: "This system lacks programs that Lampstand needs, and set-up has no right to install them.",
    remedies: [
      "Run the command in the message as root, or install the programs with this system's package manager.",
    ],
    exitCode: 1,
  },
  "providers-unknown": {
    title: "LAMPSTAND_PROVIDERS has an unknown value",
    meaning: "`LAMPSTAND_PROVIDERS` chooses the Terraform providers: `registry` or `stand-in`.",
    remedies: ["Set it to one of the two, or unset it: set-up then chooses by what can be reached."],
    exitCode: 1,
  },
  "setup-step-failed": {
    title: "A step of set-up failed",
    meaning: "A tool that set-up ran failed; the message has its last lines.",
    remedies: ["Fix what they name, then run the command again: set-up does only what is missing."],
    exitCode: 3,
  },
} as const satisfies Record<string, FailureKind>;

const deploy = {
  "port-in-use": {
    title: "A port is in use",
    meaning:
      "Another program listens on a port of 127.0.0.1 that the load balancer publishes. Nothing was changed.",
    remedies: [
      "Stop that program: `ss -ltnp` as root shows which it is.",
      "Or choose another port: `loadBalancer.httpPort`, `httpsPort` or `statusPort`.",
    ],
    exitCode: 1,
  },
  "name-in-use": {
    title: "Another stack has this name",
    meaning:
      "The Docker engine has containers, networks or volumes of a stack with this name that don't belong to this project: they aren't in its Terraform state, and their labels have another project id. Objects that an interrupted deploy of this project left aren't meant: `npm run up` handles those. Nothing was changed.",
    remedies: [
      "Choose another `name` in `lampstand.config.ts`.",
      "Or run the command in the folder that deployed the other stack, which the message names where it can be seen.",
    ],
    exitCode: 1,
  },
  "project-copied": {
    title: "The project's folder is a copy",
    meaning:
      "The original folder still exists. Both have the same project id, in `.lampstand/project.json`, and the same Terraform state, so the copy would change or remove the original's stack, data included. Nothing was changed. A folder that was moved or renamed isn't meant.",
    remedies: [
      "To work on the stack, run the command in the original folder.",
      "To make the copy a separate stack, do what the message names: give it another `name` and other ports, and delete `.lampstand`, `cdktf.out` and the Terraform state in it.",
    ],
    exitCode: 1,
  },
  "deploy-running": {
    title: "Another deploy is running",
    meaning: "Two deploys of one project at once would interfere. The second one is refused.",
    remedies: ["Wait until the first deploy ends, or stop it with Ctrl-C in its terminal, then try again."],
    exitCode: 1,
  },
  "deploy-interrupted": {
    title: "The deploy was interrupted",
    meaning:
      "Ctrl-C, a closed terminal or a signal stopped it. Terraform finished its current step and recorded what exists. The next deploy finds what it couldn't record.",
    remedies: ["`npm run up` continues."],
    exitCode: 1,
  },
  "image-build-failed": {
    title: "An image could not be built",
    meaning:
      "A step of an image's build failed; the message shows the step and its last lines. Nothing of the failed image remains.",
    remedies: [
      "A package that can't be located: correct `web.extraPackages` or `web.phpExtensions`.",
      "A server that can't be reached: the build downloads packages from Debian's mirrors; check the network.",
      "Then run `npm run up` again: finished images aren't built again.",
    ],
    exitCode: 1,
  },
  "mysql-series-missing": {
    title: "MySQL's series isn't available",
    meaning:
      "Members run one series of MySQL, because another series would convert their data. Debian's suite sid no longer has this series, and no dated copy of the archive can be reached. Running members are unchanged.",
    remedies: [
      "Let this machine reach http://snapshot.debian.org, then `npm run up` again.",
      "Or use a newer version of Lampstand: its release notes name its series and how to convert the data.",
    ],
    exitCode: 1,
  },
  "mysql-series-differs": {
    title: "The data are of another series of MySQL",
    meaning:
      "The running members have another series of MySQL than this version of Lampstand deploys. A deploy never changes the series, because MySQL can't downgrade. Nothing was changed.",
    remedies: [
      "Deploy with the version of Lampstand that created the stack.",
      "To move the data: dump them (`mysqldump`), deploy this version under another `name` with the dump as `database.init`, and switch over.",
    ],
    exitCode: 1,
  },
  "disk-full": {
    title: "A disk is full",
    meaning:
      "The disk in the message has no space left. It is the project's disk, or the one with Docker's images and volumes.",
    remedies: [
      "Free some space, then run the command again: it continues.",
      "`docker system df` shows what Docker stores, and `docker image prune` removes images without a name.",
    ],
    exitCode: 1,
  },
  "init-sql-error": {
    title: "The init SQL has an error",
    meaning:
      "MySQL rejected a statement of `database.init`. The whole load was dropped, so the database is empty, and no member serves until a load succeeds.",
    remedies: ["Fix the statement that MySQL names, then run `npm run up`: the load starts again."],
    exitCode: 1,
  },
  "container-restarting": {
    title: "A container restarts over and over",
    meaning:
      "A program of the stack exits right after each start, so `up` stops waiting. The message shows the container and its last lines. Containers that weren't replaced keep running.",
    remedies: [
      "Fix what the lines name, then run `npm run up` again.",
      "A web node: look at `web.phpIni`, `web.environment` and `web.memoryMb`; a member: at `database.memoryMb`.",
      "`docker logs CONTAINER` shows its whole log.",
    ],
    exitCode: 3,
  },
  "not-serving": {
    title: "The stack is deployed, but the site doesn't answer",
    meaning:
      "All containers were started, but the site's readiness check, `/readyz`, didn't succeed in time. The stack is unchanged.",
    remedies: [
      "`npm run status` shows which component is unhealthy.",
      "`docker logs CONTAINER` shows its log.",
      "`npm run up` waits again.",
    ],
    exitCode: 3,
  },
  "terraform-failed": {
    title: "Terraform reports an error",
    meaning: "Lampstand doesn't know this error; the message has Terraform's text.",
    remedies: ["Read the whole log at the path in the message.", "`npm run up` continues with what exists."],
    exitCode: 3,
  },
} as const satisfies Record<string, FailureKind>;

const benchmark = {
  "benchmark-interrupted": {
    title: "The benchmark was interrupted",
    meaning: "The benchmark's own stack was removed.",
    remedies: ["Run it again. It takes four to six minutes, and all results must come from one run."],
    exitCode: 1,
  },
  "benchmark-failed": {
    title: "The benchmark could not measure",
    meaning:
      "Something that it measures failed: a deploy, a page under load or a program. The benchmark's own stack was removed.",
    remedies: ["Read the message, then check whether `npm run up` and `npm run doctor` work."],
    exitCode: 3,
  },
} as const satisfies Record<string, FailureKind>;

/** Every kind of failure by its id. Ids are anchors on the troubleshooting page and are printed: a contract. */
export const failureKinds = {
  ...config,
  ...commandLine,
  ...machine,
  ...engine,
  ...deploy,
  ...data,
  ...cloud,
  ...benchmark,
};

export type FailureId = keyof typeof failureKinds;
