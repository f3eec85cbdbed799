import assert from "node:assert/strict";
import { cpSync, mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { knownProjectId, projectIdOf } from "../../modules/project-identity/index.ts";

const parent = realpathSync(mkdtempSync(join(tmpdir(), "lampstand-identity-")));
after(() => rmSync(parent, { recursive: true, force: true }));

function newProject(name: string): string {
  const folder = join(parent, name);
  mkdirSync(folder);
  return folder;
}

test("a project has an id of its own, from its first deploy on", () => {
  const folder = newProject("one");
  assert.equal(knownProjectId(folder), undefined);
  const id = projectIdOf(folder);
  assert.match(id, /^[0-9a-f-]{36}$/);
  assert.equal(projectIdOf(folder), id);
  assert.equal(knownProjectId(folder), id);
  assert.notEqual(projectIdOf(newProject("another")), id);
});

test("it keeps its id when its folder is moved, and may be copied and moved after that", () => {
  const folder = newProject("before");
  const id = projectIdOf(folder);
  const moved = join(parent, "after");
  renameSync(folder, moved);
  assert.equal(projectIdOf(moved), id);
  assert.equal(projectIdOf(moved), id);
});

test("a copy of a folder that is still there is refused, and the original goes on", () => {
  const folder = newProject("original");
  const id = projectIdOf(folder);
  const copy = join(parent, "copy");
  cpSync(folder, copy, { recursive: true });
  assert.throws(() => projectIdOf(copy), {
    ids: ["project-copied"],
    message: `This folder is a copy of ${folder}, which has the same Terraform state: what is done here would be done to its stack.
To work on that stack, run the command there.
To make a stack of its own of this folder, set another \`name\` and other ports in lampstand.config.ts, and move
\`.lampstand\`, \`cdktf.out\` and the files \`terraform.*.tfstate*\` out of this folder: they are the other one's.`,
  });
  assert.equal(projectIdOf(folder), id);
  rmSync(folder, { recursive: true });
  assert.equal(projectIdOf(copy), id);
});

test("a folder reached by another path is no copy", () => {
  const folder = newProject("real");
  const id = projectIdOf(folder);
  const link = join(parent, "link");
  symlinkSync(folder, link);
  assert.equal(projectIdOf(link), id);
});
