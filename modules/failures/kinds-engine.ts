import type { FailureKind } from "./kind.ts";

/** What can be wrong with the Docker engine. */
export const engine = {
  "docker-missing": {
    title: "Docker is missing",
    meaning:
      "The stack's servers are containers, so a Docker engine is needed. On Debian and its kin set-up installs it as root or through sudo; here it can't.",
    remedies: [
      "On Debian without sudo: have root run the command that the message shows.",
      "On macOS and Windows: install Docker Desktop, https://docs.docker.com/desktop/, and start it.",
      "On another Linux: install Docker Engine, https://docs.docker.com/engine/install/.",
    ],
    exitCode: 1,
  },
  "docker-not-running": {
    title: "The Docker engine does not answer",
    meaning: "Docker is installed, but nothing answers at its socket.",
    remedies: [
      "`npm run setup` starts it, as root or with sudo.",
      "By hand, as root: `systemctl start docker`, or `dockerd` where no service manager is.",
      "Docker Desktop: start the application.",
    ],
    exitCode: 1,
  },
  "docker-host-silent": {
    title: "No engine answers at DOCKER_HOST",
    meaning: "DOCKER_HOST names another engine than this machine's own, so that one is asked, and no other.",
    remedies: [
      "Start that engine, or correct the address: `unix:///path/of/a/socket` or `tcp://address:port`.",
      "`unset DOCKER_HOST` to use this machine's own engine.",
    ],
    exitCode: 1,
  },
  "docker-forbidden": {
    title: "Docker's socket is not open to you",
    meaning: "The engine runs, but only root and the group `docker` may use it.",
    remedies: ["As root: `usermod -aG docker NAME`. Then log out, log in and run the command again."],
    exitCode: 1,
  },
  "docker-context-silent": {
    title: "No engine answers at the Docker context",
    meaning:
      "The engine is found as Docker's own client finds it: DOCKER_HOST, then the context of DOCKER_CONTEXT, then the one that `docker context use` chose, then the default socket. The context names an engine that doesn't run.",
    remedies: [
      "Start that engine: Docker Desktop's application, `colima start`, or `systemctl --user start docker` for a rootless one.",
      "Or choose another: `docker context ls` lists them, `docker context use NAME` chooses.",
    ],
    exitCode: 1,
  },
  "docker-context-unknown": {
    title: "The Docker context is not stored here",
    meaning:
      "DOCKER_CONTEXT, or `currentContext` in Docker's config.json, names a context that Docker's client has no file of.",
    remedies: [
      "`docker context ls` lists the contexts, `docker context use NAME` chooses one.",
      "With another folder of settings than `~/.docker`: set DOCKER_CONFIG to it.",
    ],
    exitCode: 1,
  },
  "docker-host-invalid": {
    title: "The engine's address isn't one",
    meaning: "DOCKER_HOST, or the current Docker context, holds an address that leads to no engine.",
    remedies: [
      "Correct it: `unix:///path/of/a/socket`, `npipe:////./pipe/name` or `tcp://127.0.0.1:port`.",
      "`unset DOCKER_HOST`, or `docker context use default`, to use this machine's own engine.",
    ],
    exitCode: 1,
  },
  "docker-refused": {
    title: "The Docker engine refuses a request",
    meaning: "The engine answered with an error that is none of the common ones; the message has its words.",
    remedies: [
      "`docker info` shows whether the engine is healthy; its log has more: `journalctl -u docker`.",
      "`npm run up` goes on from what exists.",
    ],
    exitCode: 3,
  },
  "base-image-import-failed": {
    title: "The base image could not be imported",
    meaning:
      "`debian:13` was made with debootstrap, and the Docker engine ended its import with an error; the message has its words. Nothing of it remains.",
    remedies: [
      "No space left: `docker system df` shows what Docker holds on its disk.",
      "An engine that was stopped meanwhile: start it, then run the command again.",
    ],
    exitCode: 3,
  },
  "docker-engine-unfit": {
    title: "The Docker engine can't run the stack",
    meaning:
      "The engine was asked about itself before anything was built: the stack needs Docker Engine 20.10 or later with Linux containers, and with `userns-remap` 26.0 or later. Podman's socket offers the same API but lacks name resolution at 127.0.0.11 and BuildKit.",
    remedies: [
      "Do what the message says, or choose another engine: `docker context ls` lists them.",
      "`npm run doctor` shows which engine is used, and by what it was chosen.",
    ],
    exitCode: 1,
  },
  "docker-remote": {
    title: "The Docker engine is on another machine",
    meaning:
      "The stack's containers mount files of this machine, and its ports are published on 127.0.0.1. An engine on another machine, behind `ssh://` or `tcp://`, has neither. Nothing was touched.",
    remedies: [
      "`unset DOCKER_HOST`, or `docker context use default`, to use this machine's own engine.",
      "Or run the command on the machine that has the engine.",
      "A virtual machine on this computer, as of Docker Desktop or Colima, offers a socket here: choose its context.",
    ],
    exitCode: 1,
  },
} as const satisfies Record<string, FailureKind>;
