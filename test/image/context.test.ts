import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type TestContext, test } from "node:test";
import fc from "fast-check";
import { type ImageRecipe, type RecipeFile, recipeHash, writeContext } from "../../modules/image/index.ts";

/** A folder that is gone after the test. */
function emptyFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), "lampstand-image-"));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const file: fc.Arbitrary<RecipeFile> = fc.record(
  {
    path: fc.stringMatching(/^[a-z]{1,8}(\/[a-z]{1,8})?$/),
    content: fc.oneof(fc.string(), fc.uint8Array()),
    mode: fc.constantFrom(0o600, 0o644, 0o755),
  },
  { requiredKeys: ["path", "content"] },
);

const recipes: fc.Arbitrary<ImageRecipe> = fc.record({
  dockerfile: fc.string().map((text) => `FROM debian:13\n${text}`),
  files: fc.uniqueArray(file, { selector: ({ path }) => path, minLength: 1 }),
});

const recipe: ImageRecipe = {
  dockerfile: "FROM debian:13\nCOPY . /\n",
  files: [
    { path: "etc/site.conf", content: "a\n" },
    { path: "usr/bin/start", content: new Uint8Array([0, 255]), mode: 0o755 },
  ],
};

test("the same files in another order have the same hash", () => {
  const shuffled = recipes.chain((made) =>
    fc.tuple(fc.constant(made), fc.shuffledSubarray([...made.files], { minLength: made.files.length })),
  );
  fc.assert(
    fc.property(shuffled, ([made, files]) => {
      assert.match(recipeHash(made), /^[0-9a-f]{16}$/);
      assert.equal(recipeHash({ ...made, files }), recipeHash(made));
    }),
  );
});

test("any change of the Dockerfile, or of a file's content, path or mode, changes the hash", () => {
  fc.assert(
    fc.property(recipes, fc.nat(), (made, some) => {
      const changeOne = (change: (file: RecipeFile) => RecipeFile): ImageRecipe => ({
        ...made,
        files: made.files.map((each, index) => (index === some % made.files.length ? change(each) : each)),
      });
      const changed = [
        { ...made, dockerfile: `${made.dockerfile} ` },
        { ...made, files: made.files.slice(1) },
        changeOne((each) => ({ ...each, path: `${each.path}-2` })),
        changeOne((each) => ({ ...each, mode: (each.mode ?? 0o644) ^ 0o100 })),
        changeOne(({ path, mode = 0o644 }) => ({
          path,
          mode,
          content: "something that fast-check never makes",
        })),
      ];
      const hashes = [made, ...changed].map(recipeHash);
      assert.equal(new Set(hashes).size, hashes.length);
    }),
  );
});

test("what moves from one file's end to the next one's start changes the hash", () => {
  const split = (a: string, b: string) =>
    recipeHash({
      dockerfile: "",
      files: [
        { path: "a", content: a },
        { path: "b", content: b },
      ],
    });
  assert.notEqual(split("xy", "z"), split("x", "yz"));
});

test("a file of this machine counts by its content, not by where it is", (t) => {
  const folder = emptyFolder(t);
  const source = join(folder, "some-name");
  const byPath = { dockerfile: "", files: [{ path: "a", source }] };
  writeFileSync(source, "text");
  assert.equal(recipeHash(byPath), recipeHash({ dockerfile: "", files: [{ path: "a", content: "text" }] }));
  const before = recipeHash(byPath);
  writeFileSync(source, "text 2");
  assert.notEqual(recipeHash(byPath), before);
});

test("a context has the Dockerfile and every file, with its bytes and mode", (t) => {
  const { path, hash } = writeContext(recipe, emptyFolder(t));
  assert.equal(hash, recipeHash(recipe));
  assert.equal(readFileSync(join(path, "Dockerfile"), "utf8"), recipe.dockerfile);
  assert.equal(readFileSync(join(path, "etc/site.conf"), "utf8"), "a\n");
  assert.equal(statSync(join(path, "etc/site.conf")).mode & 0o777, 0o644);
  assert.deepEqual([...readFileSync(join(path, "usr/bin/start"))], [0, 255]);
  assert.equal(statSync(join(path, "usr/bin/start")).mode & 0o777, 0o755);
});

test("a context that is there already is left as it is", (t) => {
  const parent = emptyFolder(t);
  const first = writeContext(recipe, parent);
  const before = statSync(join(first.path, "Dockerfile"), { bigint: true });
  assert.deepEqual(writeContext(recipe, parent), first);
  const after = statSync(join(first.path, "Dockerfile"), { bigint: true });
  assert.deepEqual([after.ino, after.ctimeNs], [before.ino, before.ctimeNs]);
  assert.deepEqual(readdirSync(parent), [first.hash]);
});

test("TypeScript is written as JavaScript that keeps its lines, and is told apart by what was written", (t) => {
  const folder = emptyFolder(t);
  const source = join(folder, "greet.ts");
  const greeting = (word: string): ImageRecipe => {
    writeFileSync(source, `import { say } from "./say.ts";\n\nsay("${word}" satisfies string);\n`);
    return { dockerfile: "FROM debian:13\n", files: [{ path: "greet.js", typescript: source }] };
  };
  const context = writeContext(greeting("hello"), join(folder, "contexts"));
  const written = readFileSync(join(context.path, "greet.js"), "utf8");
  assert.match(written, /^import \{ say \} from ".\/say.js";\n\nsay\("hello" {17}\);\n$/);
  assert.notEqual(recipeHash(greeting("hallo")), context.hash);
  const asWritten = { path: "greet.js", content: readFileSync(source) };
  assert.notEqual(
    recipeHash({ dockerfile: "FROM debian:13\n", files: [asWritten] }),
    recipeHash(greeting("hallo")),
  );
});

test("a context that can't be written whole leaves nothing behind", (t) => {
  const parent = emptyFolder(t);
  const files = [
    { path: "a", content: "a file" },
    { path: "a/b", content: "a file in what is no folder" },
  ];
  assert.throws(() => writeContext({ dockerfile: "FROM debian:13\n", files }, parent));
  assert.deepEqual(readdirSync(parent), []);
});
