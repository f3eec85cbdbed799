import assert from "node:assert/strict";
import { test } from "node:test";
import {
  type Machine,
  parseForcedProviders,
  planSetup,
  SetupError,
  type SetupPlan,
} from "../../cli/setup/index.ts";
import { type ChosenBy, endpointAt } from "../../modules/docker-engine/index.ts";
import { recordedTraits } from "../docker-engine/recorded.ts";

const defaultEngine = endpointAt("unix:///var/run/docker.sock", undefined, { kind: "default" });
const readyMachine: Machine = {
  platform: "linux",
  isDebianLike: true,
  privilege: "root",
  userName: "ada",
  endpoint: defaultEngine,
  engine: { kind: "reachable", traits: recordedTraits("docker-20.10"), hasBaseImage: true },
  hasDockerd: true,
  hasSystemd: true,
  hasDebootstrap: true,
  terraform: { program: "terraform", version: "1.11.4" },
  terraformRelease: "not-probed",
  registry: "not-probed",
  hasMirror: true,
  chosenProviders: { use: "stand-in", because: "the Terraform registry can't be reached from here" },
  missingPackages: [],
};
const freshDebian: Machine = {
  ...readyMachine,
  engine: { kind: "absent" },
  hasDockerd: false,
  hasSystemd: false,
  hasDebootstrap: false,
  registry: "unreachable",
  hasMirror: false,
  chosenProviders: undefined,
};
const nothingForced = { forcedProviders: undefined };

function stepsOf(plan: SetupPlan) {
  assert.equal(plan.kind, "ready");
  return plan.kind === "ready" ? plan.steps : [];
}

function problemsOf(plan: SetupPlan) {
  assert.equal(plan.kind, "impossible");
  return plan.kind === "impossible" ? plan.problems : [];
}

test("a machine with everything in place has nothing to do", () => {
  assert.deepEqual(planSetup(readyMachine, nothingForced), { kind: "ready", steps: [] });
});

test("a fresh Debian as root gets Docker, starts it by itself, then the image and the stand-ins, each with a reason", () => {
  assert.deepEqual(stepsOf(planSetup(freshDebian, nothingForced)), [
    {
      kind: "install-packages",
      packages: ["docker.io", "iptables"],
      throughSudo: false,
      because: "no Docker engine on this machine",
    },
    {
      kind: "start-engine",
      how: "spawn",
      throughSudo: false,
      because: "the Docker engine is not running, and no service manager is here to start it",
    },
    {
      kind: "get-base-image",
      fallback: {
        kind: "debootstrap",
        packagesFirst: ["debootstrap", "debian-archive-keyring"],
        throughSudo: false,
      },
      because: "every image of the stack is built on it",
    },
    { kind: "use-stand-in-providers", because: "the Terraform registry can't be reached from here" },
  ]);
});

test("a user with sudo runs through sudo what needs root, and the service manager starts the engine", () => {
  const steps = stepsOf(planSetup({ ...freshDebian, privilege: "sudo", hasSystemd: true }, nothingForced));
  const [install, start, image] = steps;
  assert.ok(install?.kind === "install-packages" && install.throughSudo);
  assert.ok(start?.kind === "start-engine" && start.throughSudo && start.how === "systemctl");
  assert.ok(
    image?.kind === "get-base-image" && image.fallback.kind === "debootstrap" && image.fallback.throughSudo,
  );
});

test("a user without sudo is told the exact command, once", () => {
  assert.deepEqual(problemsOf(planSetup({ ...freshDebian, privilege: "none" }, nothingForced)), [
    {
      failure: "docker-missing",
      missing: "docker.io, iptables",
      howToGet: "As root: apt-get update && apt-get install -y docker.io iptables",
    },
  ]);
});

test("a user without sudo is told how to start an engine that is installed and stopped", () => {
  const machine: Machine = { ...readyMachine, privilege: "none", engine: { kind: "absent" } };
  assert.deepEqual(problemsOf(planSetup(machine, nothingForced)), [
    {
      failure: "docker-not-running",
      missing: "A running Docker engine",
      howToGet: "As root: systemctl start docker",
    },
  ]);
});

test("macOS without Docker and Terraform is told about both at once", () => {
  const machine: Machine = {
    ...freshDebian,
    platform: "darwin",
    isDebianLike: false,
    privilege: "none",
    terraform: undefined,
    terraformRelease: "unreachable",
  };
  assert.equal(
    new SetupError(problemsOf(planSetup(machine, nothingForced))).message,
    `This machine is not set up yet.
  Missing: Terraform
    Connect to a network that reaches releases.hashicorp.com, or install Terraform (https://developer.hashicorp.com/terraform/install) or OpenTofu (https://opentofu.org/docs/intro/install/).
  Missing: Docker
    Install Docker Desktop (https://docs.docker.com/desktop/), start it, then run this again.`,
  );
});

test("a machine without Terraform fetches it, where releases can be reached", () => {
  const machine: Machine = { ...readyMachine, terraform: undefined, terraformRelease: "reachable" };
  assert.deepEqual(stepsOf(planSetup(machine, nothingForced)), [
    { kind: "fetch-terraform", because: "no terraform or tofu is on the PATH" },
  ]);
});

test("a user who may not open the engine's socket is told how to join its group, and no engine is installed", () => {
  const machine: Machine = { ...readyMachine, privilege: "sudo", engine: { kind: "forbidden" } };
  const [problem] = problemsOf(planSetup(machine, nothingForced));
  assert.match(problem?.howToGet ?? "", /usermod -aG docker ada/);
});

test("an engine that somebody chose and that does not answer is not replaced by one of this machine", () => {
  const chosen = (host: string, chosenBy: ChosenBy) =>
    problemsOf(planSetup({ ...freshDebian, endpoint: endpointAt(host, undefined, chosenBy) }, nothingForced));
  assert.deepEqual(chosen("tcp://127.0.0.1:2375", { kind: "host", variable: "DOCKER_HOST" }), [
    {
      failure: "docker-host-silent",
      missing: "A Docker engine at DOCKER_HOST=tcp://127.0.0.1:2375",
      howToGet: "Start that engine, or unset DOCKER_HOST to use this machine's own.",
    },
  ]);
  const colima: ChosenBy = { kind: "context", name: "colima", setIn: "config.json" };
  assert.deepEqual(chosen("unix:///home/ada/.colima/default/docker.sock", colima), [
    {
      failure: "docker-context-silent",
      missing: "A Docker engine at unix:///home/ada/.colima/default/docker.sock (context colima)",
      howToGet: "Start that engine, or run `docker context use default` to use this machine's own.",
    },
  ]);
});

test("a chosen engine whose socket is not open to the user belongs to somebody else, not to the group docker", () => {
  const rootless: ChosenBy = { kind: "context", name: "rootless", setIn: "DOCKER_CONTEXT" };
  const endpoint = endpointAt("unix:///run/user/1000/docker.sock", undefined, rootless);
  const machine: Machine = { ...readyMachine, endpoint, engine: { kind: "forbidden" } };
  assert.deepEqual(problemsOf(planSetup(machine, nothingForced)), [
    {
      failure: "docker-forbidden",
      missing: "Access to the Docker engine at unix:///run/user/1000/docker.sock (context rootless)",
      howToGet:
        "Its socket is not open to ada: run this as the user who started that engine, or unset DOCKER_CONTEXT to use this machine's own.",
    },
  ]);
});

test("an engine that can't be used is refused before anything is set up, with the reason", () => {
  const refusal = {
    failure: "docker-remote",
    reason: "the one at ssh://ada@build (DOCKER_HOST) is on another machine",
    remedy: "Unset DOCKER_HOST.",
  } as const;
  const machine: Machine = { ...freshDebian, engine: { kind: "unusable", refusal } };
  assert.deepEqual(problemsOf(planSetup(machine, nothingForced)), [
    {
      failure: "docker-remote",
      missing: "A usable Docker engine: the one at ssh://ada@build (DOCKER_HOST) is on another machine",
      howToGet: "Unset DOCKER_HOST.",
    },
  ]);
});

test("the registry's providers are used where it can be reached, also when stand-ins were used before", () => {
  const steps = stepsOf(planSetup({ ...readyMachine, registry: "reachable" }, nothingForced));
  assert.deepEqual(steps, [
    { kind: "use-registry-providers", because: "the Terraform registry can be reached" },
  ]);
});

test("LAMPSTAND_PROVIDERS goes before the registry's answer", () => {
  const machine: Machine = {
    ...freshDebian,
    ...readyMachine,
    registry: "reachable",
    chosenProviders: undefined,
  };
  assert.deepEqual(stepsOf(planSetup(machine, { forcedProviders: "stand-in" })), [
    { kind: "use-stand-in-providers", because: "LAMPSTAND_PROVIDERS=stand-in asks for them" },
  ]);
});

test("a mirror that was deleted is put back", () => {
  const steps = stepsOf(planSetup({ ...readyMachine, hasMirror: false }, nothingForced));
  assert.deepEqual(
    steps.map((step) => step.kind),
    ["use-stand-in-providers"],
  );
});

test("packages that the tests need are installed on Debian and named elsewhere", () => {
  const lacking: Machine = { ...readyMachine, missingPackages: ["shellcheck"] };
  const [install] = stepsOf(planSetup(lacking, nothingForced));
  assert.ok(install?.kind === "install-packages");
  assert.deepEqual(install.packages, ["shellcheck"]);
  const elsewhere = problemsOf(planSetup({ ...lacking, isDebianLike: false }, nothingForced));
  assert.deepEqual(
    elsewhere.map(({ missing }) => missing),
    ["shellcheck"],
  );
});

test("a LAMPSTAND_PROVIDERS that means nothing is refused with what is allowed", () => {
  assert.equal(parseForcedProviders(undefined), undefined);
  assert.equal(parseForcedProviders(""), undefined);
  assert.equal(parseForcedProviders("registry"), "registry");
  assert.throws(() => parseForcedProviders("standin"), /"standin" was given[\s\S]*"stand-in" and "registry"/);
});
