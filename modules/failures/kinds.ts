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
    title: "The config is no TypeScript that can be run",
    meaning:
      "`lampstand.config.ts` is a program, and it ended with an error before it gave a config. Nothing was touched.",
    remedies: ["Mend what the message names: most often a bracket, a comma or the path of an import."],
    exitCode: 1,
  },
  "config-invalid": {
    title: "The config says something that isn't allowed",
    meaning:
      "Each line of the message is one mistake: where it is, what was given, what is allowed and an example. All mistakes are listed at once, and nothing was touched.",
    remedies: ["Correct each field in `lampstand.config.ts`, then run the command again."],
    exitCode: 1,
  },
  "preset-contradicted": {
    title: "A count contradicts the preset",
    meaning:
      "A preset is a promise, for example that any one server may fail. The config names a preset and a count that breaks it.",
    remedies: ["Leave the count out: the preset sets it.", "Or choose the preset whose promise you want."],
    exitCode: 1,
  },
  "app-missing": {
    title: "The site's folder is not there",
    meaning:
      "`app.path` leads to no folder. It is relative to the config file, not to where the command is run.",
    remedies: ["Correct `app.path`, or leave it out to deploy the site that comes along."],
    exitCode: 1,
  },
  "document-root-missing": {
    title: "The document root is not there",
    meaning:
      "`app.documentRoot` is the folder below `app.path` that Apache serves, and there is no such folder.",
    remedies: [
      "Name the folder that holds `index.php`: often `public`, or `web`.",
      'Set it to `""` when Apache is to serve all of `app.path`.',
    ],
    exitCode: 1,
  },
  "init-sql-missing": {
    title: "There is no SQL to load",
    meaning: "`database.init` names neither a file nor a folder with `.sql` files.",
    remedies: ["Correct the path, which is relative to the config file, or leave `database.init` out."],
    exitCode: 1,
  },
} as const satisfies Record<string, FailureKind>;

const commandLine = {
  "command-unknown": {
    title: "There is no such command",
    meaning: "The word after `npm run` or `npx lampstand` is none of the commands.",
    remedies: ["`npx lampstand --help` lists them."],
    exitCode: 1,
  },
  "arguments-invalid": {
    title: "An option or a word that the command doesn't take",
    meaning: "Nothing was done. An option that would have no effect is refused instead of being overlooked.",
    remedies: ["`npm run COMMAND -- --help` shows what it takes. Options go after `--`."],
    exitCode: 1,
  },
} as const satisfies Record<string, FailureKind>;

const machine = {
  "terraform-missing": {
    title: "Terraform is missing",
    meaning:
      "Terraform does the work that the config asks for. Neither `terraform` nor `tofu` (OpenTofu) is on the PATH, and set-up couldn't fetch the pinned version into `.lampstand/bin`.",
    remedies: [
      "Connect to a network that reaches https://releases.hashicorp.com, then run the command again.",
      "Or install Terraform (https://developer.hashicorp.com/terraform/install) or OpenTofu (https://opentofu.org/docs/intro/install/).",
    ],
    exitCode: 1,
  },
  "base-image-missing": {
    title: "The base image can't be had",
    meaning:
      "Every image of the stack starts from `debian:13`. Docker Hub can't be reached, and the image can't be made here with debootstrap.",
    remedies: [
      "Connect to a network that reaches Docker Hub.",
      "Or load the image from a file that another machine saved: `docker load -i FILE`.",
      "Or run set-up on Debian, as root or with sudo: it makes the image from Debian's packages.",
    ],
    exitCode: 1,
  },
  "packages-missing": {
    title: "Packages are missing",
    meaning: "Programs are needed that this system doesn't have, and set-up may not install them.",
    remedies: ["Have root run the command that the message shows, or install them by this system's means."],
    exitCode: 1,
  },
  "providers-unknown": {
    title: "LAMPSTAND_PROVIDERS has a value that means nothing",
    meaning: "It decides which Terraform providers are used: `registry` or `stand-in`.",
    remedies: ["Set it to one of the two, or unset it: set-up then finds out what can be reached."],
    exitCode: 1,
  },
  "setup-step-failed": {
    title: "A step of set-up failed",
    meaning: "A tool that set-up ran ended with an error; its last lines are in the message.",
    remedies: ["Mend what they name, then run the command again: set-up does only what is missing."],
    exitCode: 3,
  },
} as const satisfies Record<string, FailureKind>;

const deploy = {
  "port-in-use": {
    title: "A port is in use",
    meaning:
      "Another program listens on a port of 127.0.0.1 that the load balancer is to publish. Nothing was changed.",
    remedies: [
      "End that program: as root, `ss -ltnp` shows which it is.",
      "Or choose another port: `loadBalancer.httpPort`, `httpsPort` or `statusPort`.",
    ],
    exitCode: 1,
  },
  "name-in-use": {
    title: "Another stack has the name",
    meaning:
      "The Docker engine has containers, networks or volumes of a stack of this name that are not this project's: neither its Terraform state nor their labels say so. What this project's own deploys left over when they were cut off is not meant: `npm run up` takes care of that. Nothing was changed.",
    remedies: [
      "Choose another `name` in `lampstand.config.ts`.",
      "Or run the command in the folder that deployed the other stack, which the message names where it can be seen.",
    ],
    exitCode: 1,
  },
  "project-copied": {
    title: "The project's folder is a copy of one that is still there",
    meaning:
      "Both folders have the same project id, in `.lampstand/project.json`, and the same Terraform state: what is deployed or removed from the copy would be the original's stack, data included. Nothing was changed. A folder that was moved or renamed is not meant.",
    remedies: [
      "To work on the stack, run the command in the original folder.",
      "To make a stack of its own of the copy, do what the message names: its own `name` and ports, and none of the original's `.lampstand`, `cdktf.out` and Terraform state.",
    ],
    exitCode: 1,
  },
  "deploy-running": {
    title: "Another deploy is running",
    meaning: "Two deploys of one project at once would spoil each other's work; the second is refused.",
    remedies: ["Wait until the first ends, or end it with Ctrl-C where it runs, then try again."],
    exitCode: 1,
  },
  "deploy-interrupted": {
    title: "The deploy was interrupted",
    meaning:
      "Ctrl-C, a closed terminal or a signal ended it. Terraform finished the step that it was at and wrote down what exists by now; what it could not write down, the next deploy finds.",
    remedies: ["`npm run up` goes on from there."],
    exitCode: 1,
  },
  "image-build-failed": {
    title: "An image could not be built",
    meaning:
      "A step of an image's build ended with an error; the message shows the step and its last lines. Of the failed image nothing remains.",
    remedies: [
      "A package that can't be located: correct `web.extraPackages` or `web.phpExtensions`.",
      "A server that can't be reached: the build takes packages from Debian's mirrors; look at the network.",
      "Then `npm run up` again: images that were built are not built again.",
    ],
    exitCode: 1,
  },
  "mysql-series-missing": {
    title: "MySQL's series can't be had",
    meaning:
      "Members run one series of MySQL, whose data another series must not open unasked. Debian's suite sid no longer has it, and neither does a dated copy of the archive that can be reached. Running members are left as they are.",
    remedies: [
      "Let this machine reach http://snapshot.debian.org, then `npm run up` again.",
      "Or use a newer version of Lampstand: its release notes name its series and how data get there.",
    ],
    exitCode: 1,
  },
  "mysql-series-differs": {
    title: "The data are of another series of MySQL",
    meaning:
      "The running members have another series of MySQL than this version of Lampstand deploys. Members are never moved to another series by a deploy of something else, since MySQL has no way back. Nothing was changed.",
    remedies: [
      "Deploy with the version of Lampstand that made the stack.",
      "To move the data: dump them (`mysqldump`), deploy this version under another `name` with the dump as `database.init`, and switch over.",
    ],
    exitCode: 1,
  },
  "disk-full": {
    title: "A disk is full",
    meaning:
      "The disk that the message names has no room left. It is the project's, or the one that Docker keeps images and volumes on.",
    remedies: [
      "Make room there, then run the command again: it goes on from where it stopped.",
      "`docker system df` shows what Docker holds, and `docker image prune` removes images that have no name.",
    ],
    exitCode: 1,
  },
  "init-sql-error": {
    title: "The init SQL has an error",
    meaning:
      "MySQL refused a statement of `database.init`. The load was dropped whole, so the database is empty, and no member serves until the load succeeds.",
    remedies: ["Mend the statement that MySQL names, then `npm run up`: the load begins anew."],
    exitCode: 1,
  },
  "container-restarting": {
    title: "A container restarts over and over",
    meaning:
      "A program of the stack ends right after each start, so `up` waits no longer. The message shows the container and its last lines. What ran before and was not replaced yet goes on.",
    remedies: [
      "Fix what the lines name, then run `npm run up` again.",
      "A web node: look at `web.phpIni`, `web.environment` and `web.memoryMb`; a member: at `database.memoryMb`.",
      "`docker logs CONTAINER` shows all that it wrote.",
    ],
    exitCode: 3,
  },
  "not-serving": {
    title: "Deployed, but the site doesn't serve",
    meaning:
      "All containers were started, but the site's own check, `/readyz`, did not become well in time. The stack was left as it is.",
    remedies: [
      "`npm run status` shows which component is not healthy.",
      "`docker logs CONTAINER` shows what that one says.",
      "`npm run up` waits again.",
    ],
    exitCode: 3,
  },
  "terraform-failed": {
    title: "Terraform reports an error",
    meaning: "The error is none that Lampstand knows by name; Terraform's own words are in the message.",
    remedies: [
      "Read the whole log at the path that the message gives.",
      "`npm run up` goes on from what exists.",
    ],
    exitCode: 3,
  },
} as const satisfies Record<string, FailureKind>;

const benchmark = {
  "benchmark-interrupted": {
    title: "The benchmark was interrupted",
    meaning: "The stack that it measured was its own, and is removed.",
    remedies: ["Run it again: it takes four to six minutes, and all of its figures come from one run."],
    exitCode: 1,
  },
  "benchmark-failed": {
    title: "The benchmark could not measure",
    meaning:
      "Something that it measures didn't work: a deploy, a page under load or a program that it runs. The stack that it measured is removed.",
    remedies: ["Read the message, then see whether `npm run up` and `npm run doctor` work."],
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
