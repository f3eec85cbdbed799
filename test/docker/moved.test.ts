import assert from "node:assert/strict";
import { after, test } from "node:test";
import { z } from "zod";
import { Project, resourcesOf } from "./project.ts";

const project = new Project();
after(() => project.remove());
project.writeConfig({ name: "shop", app: { path: "app", documentRoot: "public" } });

const backendSchema = z.object({ terraform: z.object({ backend: z.json() }) });

/** All that Terraform compares with its state, but for the containers, and where the state is. */
function compared(synthesized: string) {
  const { docker_container: containers, terraform_data: data = {}, ...others } = resourcesOf(synthesized);
  const { backend } = backendSchema.parse(JSON.parse(synthesized)).terraform;
  const members = Object.entries(data).filter(([id]) => id.startsWith("lamp_members_"));
  return { backend, others, members, containers: Object.keys(containers ?? {}) };
}

test("in a folder that was moved only the containers, which see the folder, are to be replaced", () => {
  const before = project.synth();
  project.move();
  const after = project.synth();
  assert.deepEqual(compared(after), compared(before));
  assert.deepEqual(compared(after).backend, { local: { path: "../../../terraform.local.tfstate" } });
  assert.ok(after.includes(`${project.folder}/.lampstand/shop/secrets/web`));
});
