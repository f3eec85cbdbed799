import assert from "node:assert/strict";
import { test } from "node:test";
import { invocation, optionForm } from "../../docs-site/src/command-texts.ts";
import { servedMetrics } from "../../docs-site/src/metrics.ts";
import { listeningPorts } from "../../docs-site/src/ports.ts";
import { siteEnvironment } from "../../docs-site/src/site-environment.ts";
import { resolveConfig } from "../../modules/config/index.ts";
import { balancerSettings, renderBalancerConfig } from "../../modules/load-balancer/index.ts";
import { planTopology } from "../../modules/topology/index.ts";
import { serverConfiguration } from "../../modules/web-node/apache.ts";
import { nodeOptions } from "../../modules/web-node/index.ts";

const ha = resolveConfig({ preset: "ha" });

test("a command is shown as it is typed, with its operands and whether it takes options", () => {
  const target = { name: "target", allowed: ["local", "cloud"], isRequired: true };
  const json = { type: "boolean", summary: "print JSON" } as const;
  assert.equal(invocation({ name: "up", operands: [], options: {} }), "npm run up");
  assert.equal(
    invocation({ name: "plan", operands: [target], options: { json } }),
    "npm run plan local|cloud [-- OPTIONS]",
  );
  assert.equal(
    invocation({ name: "plan", operands: [{ ...target, isRequired: false }], options: {} }),
    "npm run plan [local|cloud]",
  );
  assert.deepEqual(
    [optionForm("json", json), optionForm("base", { type: "string" })],
    ["--json", "--base VALUE"],
  );
});

test("every metric that the balancer serves by default is described", () => {
  const metrics = servedMetrics(renderBalancerConfig(balancerSettings(ha)));
  assert.deepEqual(
    new Set(metrics.map(({ scope }) => scope)),
    new Set(["process", "frontend", "backend", "server"]),
  );
  assert.ok(metrics.length > 40);
  assert.throws(() => servedMetrics("&metrics=haproxy_server_unheard_of"), /has no description/);
  assert.throws(() => servedMetrics("frontend site\n"), /serves no metrics/);
});

test("the variables that are described are those that Apache hands to the site", () => {
  const configuration = serverConfiguration(nodeOptions(ha));
  const passed = /^PassEnv (.*)$/m.exec(configuration)?.[1]?.split(" ") ?? [];
  const described = siteEnvironment(ha).map(({ name }) => name);
  assert.deepEqual(new Set(described), new Set(passed));
});

test("each port of a role is listed once, with where it is published", () => {
  const ports = listeningPorts(planTopology(resolveConfig({ loadBalancer: { httpPort: 9090 } }), "local"));
  const keys = ports.map(({ role, port }) => `${role} ${port}`);
  assert.deepEqual(keys, [...new Set(keys)]);
  assert.deepEqual(
    ports.filter(({ publishedPort }) => publishedPort === 9090).map(({ role, protocol }) => [role, protocol]),
    [["load-balancer", "http"]],
  );
});
