import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { describe, test } from "node:test";
import { factsFile } from "../../providers/facts.ts";
import { startClient } from "../../simulator/client.ts";
import { type Exchange, Names, replay } from "../../simulator/replay.ts";

const recording: readonly Exchange[] = readFileSync(factsFile("digitalocean-2.71.0-traffic.jsonl"), "utf8")
  .trim()
  .split("\n")
  .map((line): Exchange => JSON.parse(line));

function phases(...prefixes: readonly string[]): readonly Exchange[] {
  const chosen = recording.filter(({ phase }) => prefixes.some((prefix) => phase.startsWith(prefix)));
  assert.ok(chosen.length > 0, `nothing is recorded of ${prefixes.join(", ")}`);
  return chosen;
}

describe("the simulator answers what the real provider was seen to ask", () => {
  test("from create over updates, replacement and drift to destroy", async (context) => {
    const client = await startClient(context);
    const names = new Names();
    const stack = recording.filter(({ phase }) => !/^(update-droplet|autoscale)/.test(phase));
    const drifts = stack.findIndex(({ phase }) => phase === "plan-drift");
    assert.deepEqual(await replay(client, stack.slice(0, drifts), names), []);
    // In the recording somebody deleted this droplet behind Terraform's back.
    await client.remove(names.inText("/v2/droplets/500000021"));
    assert.deepEqual(await replay(client, stack.slice(drifts), names), []);
    assert.deepEqual((await client.get("/v2/droplets")).body.droplets, []);
    assert.deepEqual((await client.get("/v2/vpcs")).body.vpcs, []);
  });

  test("when a droplet is tagged, resized, renamed and backed up", async (context) => {
    const client = await startClient(context);
    const droplet = { name: "g", region: "fra1", size: "s-1vcpu-1gb", image: "debian-13-x64", tags: ["a"] };
    const names = new Names();
    names.set("500000003", (await client.post("/v2/droplets", droplet)).body.droplet.id);
    assert.deepEqual(await replay(client, phases("update-droplet"), names), []);
  });

  test("when an autoscale pool is created, read, changed and destroyed", async (context) => {
    const client = await startClient(context);
    const names = new Names();
    assert.deepEqual(await replay(client, phases("autoscale-create"), names), []);
    // The later phases were recorded in another account, with other ids for the same things.
    const { autoscale_pools } = (await client.get("/v2/droplets/autoscale")).body;
    const { ssh_keys } = (await client.get("/v2/account/keys")).body;
    names.set("9531985d-5d9d-49f8-9818-e811892f902b", autoscale_pools[0].id);
    names.set("500000001", ssh_keys[0].id);
    const later = phases("autoscale-plan", "autoscale-update", "autoscale-destroy");
    assert.deepEqual(await replay(client, later, names), []);
  });
});
