import type { FailureText } from "./text.ts";

export const deploy = {
  "port-in-use": {
    title: "A port is in use",
    meaning:
      "Another program listens on a port of 127.0.0.1 that the load balancer publishes. Nothing was changed.",
    remedies: [
      "Stop that program: `ss -ltnp` as root shows which it is.",
      "Or choose another port: `loadBalancer.httpPort`, `httpsPort` or `statusPort`.",
    ],
  },
  "name-in-use": {
    title: "Another stack has this name",
    meaning:
      "The Docker engine has containers, networks or volumes of a stack with this name that don't belong to this project: they aren't in its Terraform state, and their labels have another project id. Objects that an interrupted deploy of this project left aren't meant: `npm run up` handles those. Nothing was changed.",
    remedies: [
      "Choose another `name` in `lampstand.config.ts`.",
      "Or run the command in the folder that deployed the other stack, which the message names where it can be seen.",
    ],
  },
  "project-copied": {
    title: "The project's folder is a copy",
    meaning:
      "The original folder still exists. Both have the same project id, in `.lampstand/project.json`, and the same Terraform state, so the copy would change or remove the original's stack, data included. Nothing was changed. A folder that was moved or renamed isn't meant.",
    remedies: [
      "To work on the stack, run the command in the original folder.",
      "To make the copy a separate stack, do what the message names: give it another `name` and other ports, and delete `.lampstand`, `cdktf.out` and the Terraform state in it.",
    ],
  },
  "deploy-running": {
    title: "Another deploy is running",
    meaning: "Two deploys of one project at once would interfere. The second one is refused.",
    remedies: ["Wait until the first deploy ends, or stop it with Ctrl-C in its terminal, then try again."],
  },
  "deploy-interrupted": {
    title: "The deploy was interrupted",
    meaning:
      "Ctrl-C, a closed terminal or a signal stopped it. Terraform finished its current step and recorded what exists. The next deploy finds what it couldn't record.",
    remedies: ["`npm run up` continues."],
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
  },
  "mysql-series-missing": {
    title: "MySQL's series isn't available",
    meaning:
      "Members run one series of MySQL, because another series would convert their data. Debian's suite sid no longer has this series, and no dated copy of the archive can be reached. Running members are unchanged.",
    remedies: [
      "Let this machine reach http://snapshot.debian.org, then `npm run up` again.",
      "Or use a newer version of Lampstand: its release notes name its series and how to convert the data.",
    ],
  },
  "mysql-series-differs": {
    title: "The data are of another series of MySQL",
    meaning:
      "The running members have another series of MySQL than this version of Lampstand deploys. A deploy never changes the series, because MySQL can't downgrade. Nothing was changed.",
    remedies: [
      "Deploy with the version of Lampstand that created the stack.",
      "To move the data: dump them (`mysqldump`), deploy this version under another `name` with the dump as `database.init`, and switch over.",
    ],
  },
  "disk-full": {
    title: "A disk is full",
    meaning:
      "The disk in the message has no space left. It is the project's disk, or the one with Docker's images and volumes.",
    remedies: [
      "Free some space, then run the command again: it continues.",
      "`docker system df` shows what Docker stores, and `docker image prune` removes images without a name.",
    ],
  },
  "init-sql-error": {
    title: "The init SQL has an error",
    meaning:
      "MySQL rejected a statement of `database.init`. The whole load was dropped, so the database is empty, and no member serves until a load succeeds.",
    remedies: ["Fix the statement that MySQL names, then run `npm run up`: the load starts again."],
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
  },
  "terraform-failed": {
    title: "Terraform reports an error",
    meaning: "Lampstand doesn't know this error; the message has Terraform's text.",
    remedies: ["Read the whole log at the path in the message.", "`npm run up` continues with what exists."],
  },
} as const satisfies Record<string, FailureText>;

export const benchmark = {
  "benchmark-interrupted": {
    title: "The benchmark was interrupted",
    meaning: "The benchmark's own stack was removed.",
    remedies: ["Run it again. It takes four to six minutes, and all results must come from one run."],
  },
  "benchmark-failed": {
    title: "The benchmark could not measure",
    meaning:
      "Something that it measures failed: a deploy, a page under load or a program. The benchmark's own stack was removed.",
    remedies: ["Read the message, then check whether `npm run up` and `npm run doctor` work."],
  },
} as const satisfies Record<string, FailureText>;
