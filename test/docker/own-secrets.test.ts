import assert from "node:assert/strict";
import { readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { Project } from "./project.ts";

const project = new Project();
after(() => project.remove());
const images = join(project.folder, ".lampstand/shop/images/web-site");

/** All that the web image's context has after a synth with this app.path. */
function shippedFrom(path: string): readonly string[] {
  rmSync(images, { recursive: true, force: true });
  project.writeConfig({ name: "shop", preset: "lab", app: { path } });
  project.synth();
  return readdirSync(images).flatMap((hash) =>
    readdirSync(join(images, hash, "app"), { recursive: true, encoding: "utf8" }),
  );
}

test("no secret and no state gets into a build context, whatever app.path is", () => {
  symlinkSync(project.folder, join(project.folder, "link"));
  symlinkSync("../.lampstand", join(project.folder, "app/stolen"));
  writeFileSync(join(project.folder, "terraform.local.tfstate"), "{}");
  shippedFrom("app");
  for (const path of ["app", ".", "link"]) {
    const shipped = shippedFrom(path);
    assert.ok(
      shipped.some((file) => file.endsWith("public/index.php")),
      path,
    );
    const own = /\.lampstand|stolen|tfstate|cdktf\.out|lampstand\.config|passwords|\.key$/;
    assert.deepEqual(
      shipped.filter((file) => own.test(file)),
      [],
      path,
    );
  }
});

test("an app.path among the project's own secrets is refused", () => {
  project.writeConfig({ name: "shop", preset: "lab", app: { path: ".lampstand/shop" } });
  const { status, stderr } = project.run();
  assert.equal(status, 1);
  assert.match(stderr.replaceAll(/\s+/g, " "), /got "\.lampstand\/shop", which is in \.lampstand, where the/);
});
