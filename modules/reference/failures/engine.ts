import type { FailureText } from "./text.ts";

/** What can be wrong with the Docker engine. */
export const engine = {
  "docker-missing": {
    title: "Docker is missing",
    meaning:
      "The stack runs in Docker containers. On Debian and similar systems set-up installs Docker as root or with sudo; here it can't.",
    remedies: [
      "On Debian without sudo: run the command in the message as root.",
      "On macOS and Windows: install Docker Desktop, https://docs.docker.com/desktop/, and start it.",
      "On another Linux: install Docker Engine, https://docs.docker.com/engine/install/.",
    ],
  },
  "docker-not-running": {
    title: "The Docker engine doesn't answer",
    meaning: "Docker is installed, but nothing answers at its socket.",
    remedies: [
      "`npm run setup` starts it, as root or with sudo.",
      "Or start it yourself as root: `systemctl start docker`, or `dockerd` without a service manager.",
      "Docker Desktop: start the application.",
    ],
  },
  "docker-host-silent": {
    title: "No engine answers at DOCKER_HOST",
    meaning: "`DOCKER_HOST` names an engine, so only that one is used, and it doesn't answer.",
    remedies: [
      "Start that engine, or correct the address: `unix:///path/of/a/socket` or `tcp://address:port`.",
      "`unset DOCKER_HOST` to use this machine's own engine.",
    ],
  },
  "docker-forbidden": {
    title: "You may not use Docker's socket",
    meaning: "The engine runs, but only root and members of the group `docker` may use it.",
    remedies: ["As root: `usermod -aG docker NAME`. Then log out, log in and run the command again."],
  },
  "docker-context-silent": {
    title: "No engine answers at the Docker context",
    meaning:
      "The engine is found as Docker's own client finds it: `DOCKER_HOST`, then the context in `DOCKER_CONTEXT`, then the one that `docker context use` chose, then the default socket. The context names an engine that doesn't run.",
    remedies: [
      "Start that engine: Docker Desktop's application, `colima start`, or `systemctl --user start docker` for a rootless one.",
      "Or choose another: `docker context ls` lists them, `docker context use NAME` chooses.",
    ],
  },
  "docker-context-unknown": {
    title: "The Docker context doesn't exist",
    meaning:
      "`DOCKER_CONTEXT`, or `currentContext` in Docker's `config.json`, names a context that Docker's client has no file for.",
    remedies: [
      "`docker context ls` lists the contexts, `docker context use NAME` chooses one.",
      "If your settings aren't in `~/.docker`, set `DOCKER_CONFIG` to their folder.",
    ],
  },
  "docker-host-invalid": {
    title: "The Docker engine's address is invalid",
    meaning: "`DOCKER_HOST` or the current Docker context has an address that isn't one of an engine.",
    remedies: [
      "Correct it: `unix:///path/of/a/socket`, `npipe:////./pipe/name` or `tcp://127.0.0.1:port`.",
      "`unset DOCKER_HOST`, or `docker context use default`, to use this machine's own engine.",
    ],
  },
  "docker-refused": {
    title: "The Docker engine rejected a request",
    meaning: "The engine answered with an error that Lampstand doesn't know; the message has its text.",
    remedies: [
      "`docker info` shows whether the engine is healthy; its log has more: `journalctl -u docker`.",
      "`npm run up` continues with what exists.",
    ],
  },
  "base-image-import-failed": {
    title: "The base image could not be imported",
    meaning:
      "`debian:13` was made with debootstrap, and the Docker engine failed to import it; the message has its text. Nothing of the image remains.",
    remedies: [
      "No space left: `docker system df` shows what Docker stores.",
      "The engine was stopped in the meantime: start it, then run the command again.",
    ],
  },
  "docker-engine-unfit": {
    title: "The Docker engine can't run the stack",
    meaning:
      "The stack needs Docker Engine 20.10 or later with Linux containers, and 26.0 or later with `userns-remap`. This was checked before anything was built. Podman's socket offers the same API, but lacks name resolution at 127.0.0.11 and BuildKit.",
    remedies: [
      "Do what the message advises, or choose another engine: `docker context ls` lists them.",
      "`npm run doctor` shows which engine is used, and why.",
    ],
  },
  "docker-remote": {
    title: "The Docker engine is on another machine",
    meaning:
      "The stack's containers mount files of this machine, and its ports are published on 127.0.0.1. An engine on another machine, behind `ssh://` or `tcp://`, has neither. Nothing was changed.",
    remedies: [
      "`unset DOCKER_HOST`, or `docker context use default`, to use this machine's own engine.",
      "Or run the command on the machine that has the engine.",
      "A virtual machine on this computer (Docker Desktop, Colima) offers a socket here: choose its context.",
    ],
  },
} as const satisfies Record<string, FailureText>;
