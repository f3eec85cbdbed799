import assert from "node:assert/strict";
import { test } from "node:test";
import {
  buildsAhead,
  diagnose,
  parseEvent,
  plainName,
  progressLine,
  stackImages,
} from "../../cli/terraform/index.ts";

const image = "docker_image.lamp_image-web_image_B279DA47";

function hook(type: string, action: string, addr: string, seconds: number) {
  return { type, hook: { resource: { addr }, action, elapsed_seconds: seconds } };
}

function errorLine(summary: string, detail: string, address?: string): string {
  return JSON.stringify({ type: "diagnostic", diagnostic: { severity: "error", summary, detail, address } });
}

test("a resource is named as people would, by its type and component", () => {
  assert.equal(plainName("docker_container.lamp_web-1_container_4571EE3B"), "container web-1");
  assert.equal(plainName("docker_network.lamp_network-back_4220528E"), "network back");
  assert.equal(plainName(image), "image web");
  assert.equal(
    plainName("terraform_data.lamp_load-balancer-1-configuration_taken_731D2C31"),
    "configuration load-balancer-1",
  );
  assert.equal(plainName("terraform_data.lamp_members_listed_8FF788E9"), "list of members");
  assert.equal(plainName("terraform_data.lamp_members_dissolution_94E51345"), "notice to members");
  assert.equal(plainName("terraform_data.lamp_members_init_D6B07CAE"), "init SQL");
  assert.equal(plainName("random_pet.other"), "random_pet.other");
});

test("a long step shows that it goes on and, at its end, how long it took", () => {
  const lines = [
    hook("apply_start", "create", image, 0),
    hook("apply_progress", "create", image, 10),
    hook("apply_complete", "create", image, 19),
    hook("apply_progress", "delete", "docker_container.lamp_web-1_container_4571EE3B", 10),
    hook("apply_complete", "delete", "docker_container.lamp_web-1_container_4571EE3B", 2),
  ].map(progressLine);
  assert.deepEqual(lines, [
    "  building image web ...",
    "  building image web ... 10 s",
    "  ready: image web (19 s)",
    "  removing container web-1 ... 10 s",
    "  removed: container web-1",
  ]);
});

test("that nothing changes is said once, of the plan", () => {
  const summary = (operation: string) =>
    progressLine({ type: "change_summary", changes: { add: 0, change: 0, remove: 0, operation } });
  assert.equal(summary("plan"), "  No changes.");
  assert.equal(summary("apply"), undefined);
});

test("what both kinds of provider say of a failure gets the same id", () => {
  const cases: readonly (readonly [string, string, string])[] = [
    ["The build of image a-web:1 failed", "Failed step: [2/5] RUN apt-get", "image-build-failed"],
    [
      "failed to solve",
      "process /bin/sh did not complete successfully: exit code: 100",
      "image-build-failed",
    ],
    ["The build of image a-web:1 failed", "write /var/lib: no space left on device", "disk-full"],
    ["The Docker engine does not answer at tcp://127.0.0.1:1", "ECONNREFUSED.", "docker-not-running"],
    ["Error pinging Docker server", "Cannot connect to the Docker daemon at unix:///x", "docker-not-running"],
    ["Port 8080 that container a publishes is in use", "Container b publishes it.", "port-in-use"],
    ["Unable to start container", "Bind for 127.0.0.1:8080 failed: port is already allocated", "port-in-use"],
    ["Error acquiring the state lock", "resource temporarily unavailable", "deploy-running"],
    ["Provider produced inconsistent result", "", "terraform-failed"],
  ];
  for (const [summary, detail, id] of cases)
    assert.deepEqual(diagnose([errorLine(summary, detail)]).ids, [id], summary);
});

test("every error is told once, with the component that it is about, and no other line", () => {
  const line = errorLine("The build of image a-web:1 failed", "Failed step: RUN x", image);
  assert.deepEqual(diagnose(["{}", line, line, "plain"]), {
    ids: ["image-build-failed"],
    message: "image web: The build of image a-web:1 failed\nFailed step: RUN x",
    isKnown: true,
  });
});

test("without any event the last lines are told", () => {
  const { ids, message, isKnown } = diagnose([...Array(30).keys()].map((n) => `line ${n}`));
  assert.equal(message.split("\n").length, 20);
  assert.deepEqual({ ids, isKnown }, { ids: ["terraform-failed"], isKnown: false });
});

test("images are built ahead only where a proxy is set and the provider can't be told of it", () => {
  const proxies = { http_proxy: "http://proxy:3128" };
  assert.equal(buildsAhead("registry", proxies), true);
  assert.equal(buildsAhead("registry", {}), false);
  assert.equal(buildsAhead("stand-in", proxies), false);
});

test("a synthesized stack's images are its own, with the contexts where Terraform finds them", () => {
  const image = {
    name: "shop-web:1",
    build: { context: "../../../images/web", labels: { a: "b" }, remove: true },
  };
  const synthesized = JSON.stringify({ resource: { docker_image: { web: image }, docker_volume: {} } });
  assert.deepEqual(stackImages(synthesized, "/shop/cdktf.out/stacks/local"), [
    { name: "shop-web:1", context: "/shop/images/web", labels: { a: "b" } },
  ]);
  assert.deepEqual(stackImages(JSON.stringify({ resource: { docker_volume: {} } }), "/shop"), []);
  assert.deepEqual(stackImages("{}", "/shop"), []);
});

test("a line that is no event of Terraform is none, whatever it is", () => {
  for (const line of ["Terraform used the selected providers", "{", '{"type":7}', '{"hook":"x"}', "[]", ""])
    assert.equal(parseEvent(line), undefined, line);
  assert.deepEqual(parseEvent('{"@level":"info","type":"version"}'), { type: "version" });
});
