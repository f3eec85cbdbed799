import assert from "node:assert/strict";
import { test } from "node:test";
import { type EngineObjects, failingContainers } from "../../cli/deploy/index.ts";
import { type Finding, judge, type Observations, renderFindings } from "../../cli/doctor/index.ts";
import type { Machine } from "../../cli/setup/index.ts";
import { resolveConfig } from "../../modules/config/index.ts";
import { endpointAt } from "../../modules/docker-engine/index.ts";
import { planTopology } from "../../modules/topology/index.ts";
import { missingExtensions } from "../../modules/web-node/index.ts";
import { recordedTraits } from "../docker-engine/recorded.ts";
import { container } from "./engine-objects.ts";

const defaultEngine = endpointAt("unix:///var/run/docker.sock", undefined, { kind: "default" });
const machine: Machine = {
  platform: "linux",
  isDebianLike: true,
  privilege: "none",
  userName: "ada",
  endpoint: defaultEngine,
  engine: { kind: "reachable", traits: recordedTraits("docker-20.10"), hasBaseImage: true },
  hasDockerd: true,
  hasSystemd: true,
  hasDebootstrap: false,
  terraform: { program: "terraform", version: "1.11.4" },
  terraformRelease: "not-probed",
  registry: "unreachable",
  hasMirror: true,
  chosenProviders: { use: "stand-in", because: "the Terraform registry can't be reached from here" },
  missingPackages: [],
};
const config = resolveConfig({ name: "shop" });
const well: Observations = {
  nodeVersion: "24.21.0",
  machine,
  forcedProviders: { kind: "valid", use: undefined },
  config: {
    kind: "valid",
    config,
    topology: planTopology(config, "local"),
    leftOut: undefined,
    missingExtensions: [],
  },
  engine: {
    stackContainers: 0,
    failingContainers: [],
    unmanagedObjects: [],
    unusedData: [],
    memoryMb: 8192,
    disk: { path: "/var/lib/docker", mountPoint: "/var", freeMb: 4096 },
  },
  takenPorts: [],
  availableMemoryMb: 6144,
  projectDisk: { path: "/home/ada/shop", mountPoint: "/home", freeMb: 512 },
};

function wrongOnes(seen: Observations): readonly Finding[] {
  return judge(seen).filter(({ isWell }) => !isWell);
}

test("a machine that has everything is told what is here and which providers are used, and why", () => {
  assert.equal(
    renderFindings(judge(well)),
    `ok      Node.js             24.21.0
ok      Terraform           1.11.4
ok      Docker engine       20.10.24+dfsg1 at unix:///var/run/docker.sock (the
                            default)
ok      base image          debian:13 is here
ok      providers           stand-ins: the Terraform registry can't be reached
                            from here
ok      config              lampstand.config.ts: name shop, preset ha
ok      site                all of app is shipped
ok      stack               not deployed
ok      ports               8080, 8443, 8404 on 127.0.0.1 are free or this
                            stack's
ok      memory              6.0 GiB available; the stack takes up to 2.6 GiB
ok      disk of the project /home: 512 MiB free
ok      disk of the engine  /var: 4.0 GiB free

Everything is ready. Next: npm run up`,
  );
});

test("all that is wrong is told at once, each with what to do and where to read on", () => {
  const seen: Observations = {
    ...well,
    machine: {
      ...machine,
      isDebianLike: false,
      platform: "darwin",
      engine: { kind: "absent" },
      hasDockerd: false,
      terraform: undefined,
      terraformRelease: "unreachable",
      chosenProviders: undefined,
      registry: "reachable",
    },
    engine: undefined,
    config: { kind: "broken", ids: ["config-invalid"], text: "web.nodes: got 0; allowed: 1 or more" },
    projectDisk: { path: "/home/ada/shop", mountPoint: "/home", freeMb: 3 },
  };
  assert.equal(
    renderFindings(wrongOnes(seen)),
    `WRONG   Terraform           neither terraform nor tofu is on the PATH
                            Connect to a network that reaches
                            releases.hashicorp.com, or install Terraform
                            (https://developer.hashicorp.com/terraform/install)
                            or OpenTofu
                            (https://opentofu.org/docs/intro/install/).
WRONG   Docker engine       not installed
                            Install Docker Desktop
                            (https://docs.docker.com/desktop/), start it, then
                            run this again.
WRONG   providers           not chosen yet (the Terraform registry can be
                            reached)
                            \`npm run setup\` does it, and so does \`npm run up\`.
WRONG   config              web.nodes: got 0; allowed: 1 or more
                            Correct \`lampstand.config.ts\`.
WRONG   disk of the project /home: 3 MiB free; needed: 16 MiB
                            Make room on /home.

Wrong: Terraform, Docker engine, providers, config, disk of the project.
More: npm run docs, then /guides/troubleshooting/#terraform-missing
More: npm run docs, then /guides/troubleshooting/#docker-missing
More: npm run docs, then /guides/troubleshooting/#config-invalid
More: npm run docs, then /guides/troubleshooting/#disk-full`,
  );
});

test("an engine that set-up can start is left to set-up; one that it can't start comes with root's command", () => {
  const down: Machine = { ...machine, engine: { kind: "absent" } };
  const remedyOf = (seen: Machine) => {
    const [finding] = wrongOnes({ ...well, machine: seen, engine: undefined });
    return finding?.isWell === false ? [finding.seen, finding.remedy, ...finding.failures] : [];
  };
  assert.deepEqual(remedyOf({ ...down, privilege: "root" }), [
    "does not answer at unix:///var/run/docker.sock (the default)",
    "`npm run setup` does it, and so does `npm run up`.",
    "docker-not-running",
  ]);
  assert.deepEqual(remedyOf(down), [
    "does not answer at unix:///var/run/docker.sock (the default)",
    "As root: systemctl start docker",
    "docker-not-running",
  ]);
  assert.deepEqual(remedyOf({ ...down, engine: { kind: "forbidden" } }), [
    "not open to this user at unix:///var/run/docker.sock (the default)",
    "As root: usermod -aG docker ada - then log out, log in and run this again.",
    "docker-forbidden",
  ]);
});

test("a port of another program, another's stack and too little memory are found", () => {
  const seen: Observations = {
    ...well,
    takenPorts: [{ field: "loadBalancer.httpPort", port: 8080 }],
    engine: {
      stackContainers: 3,
      failingContainers: [],
      unmanagedObjects: ["container shop-web-1"],
      unusedData: [],
      memoryMb: 1024,
      disk: undefined,
    },
  };
  assert.deepEqual(
    wrongOnes(seen).map(({ check, seen: words }) => `${check}: ${words}`),
    [
      "stack: container shop-web-1: not this project's",
      "ports: in use by another program: loadBalancer.httpPort 8080",
      "memory: the engine has 1.0 GiB; the stack takes up to 2.6 GiB",
    ],
  );
});

test("a deployed stack needs neither free memory nor room for images", () => {
  const deployed = {
    stackContainers: 8,
    failingContainers: [],
    unmanagedObjects: [],
    unusedData: [],
    memoryMb: 8192,
    disk: { path: "/var/lib/docker", mountPoint: "/var", freeMb: 100 },
  };
  assert.deepEqual(wrongOnes({ ...well, engine: deployed, availableMemoryMb: 200 }), []);
  const absent = { ...deployed, stackContainers: 0 };
  assert.deepEqual(
    wrongOnes({ ...well, engine: absent, availableMemoryMb: 200 }).map(({ check }) => check),
    ["memory", "disk of the engine"],
  );
});

test("containers that restart, are unhealthy or don't run are found, those that start or work are not", () => {
  const statuses = [
    ...["Up 2 minutes (healthy)", "Up 1 second (health: starting)", "Restarting (1) 5 seconds ago"],
    ...["Up 2 minutes (unhealthy)", "Exited (137) 2 hours ago", "Created", "Up 2 minutes (Paused)"],
    // Docker has just restarted the last two: the first of them many times.
    ...["Up Less than a second (health: starting)", "Up 2 seconds"],
  ];
  const seen: EngineObjects = {
    containers: statuses.map((status, n) => container(`${n}`, `${n}`, { status })),
    networks: [],
    volumes: [],
  };
  const engine = well.engine && {
    ...well.engine,
    stackContainers: 9,
    failingContainers: failingContainers(
      seen,
      new Map([
        ["0", 12],
        ["7", 5],
        ["8", 3],
      ]),
    ),
  };
  assert.equal(
    renderFindings(wrongOnes({ ...well, engine })),
    `WRONG   containers          shop-2: Restarting (1) 5 seconds ago
                            shop-3: Up 2 minutes (unhealthy)
                            shop-4: Exited (137) 2 hours ago
                            shop-5: Created
                            shop-6: Up 2 minutes (Paused)
                            shop-7: Up Less than a second (health: starting),
                            restarted 5 times
                            \`docker logs NAME\` shows why. With the cause gone,
                            \`npm run up\` starts what doesn't run.

Wrong: containers.
More: npm run docs, then /guides/troubleshooting/#container-restarting`,
  );
});

test("a LAMPSTAND_PROVIDERS that means nothing, or not what was chosen, is found", () => {
  const [unknown] = wrongOnes({ ...well, forcedProviders: { kind: "unknown", value: "standin" } });
  assert.equal(unknown?.seen, 'LAMPSTAND_PROVIDERS is "standin"');
  const [other] = wrongOnes({ ...well, forcedProviders: { kind: "valid", use: "registry" } });
  assert.equal(other?.seen, "stand-in, but LAMPSTAND_PROVIDERS=registry");
});

test("an extension that the site's composer.json requires and web nodes lack is named", () => {
  const { config: seenConfig } = well;
  assert.ok(seenConfig.kind === "valid");
  const [finding] = wrongOnes({ ...well, config: { ...seenConfig, missingExtensions: ["gd", "intl"] } });
  assert.deepEqual(finding, {
    check: "PHP",
    isWell: false,
    seen: "composer.json requires PHP extensions that web nodes lack: gd, intl",
    remedy: 'Add "gd", "intl" to web.phpExtensions.',
    failures: [],
  });
  const required = ["dom", "gd", "imagick", "intl", "json"];
  const web = { phpExtensions: ["xml", "gd"], extraPackages: ["php8.4-imagick"] };
  assert.deepEqual(missingExtensions(required, web), ["intl"]);
});
