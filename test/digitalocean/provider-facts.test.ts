import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { after, describe, test } from "node:test";
import { factsFile } from "../providers/facts.ts";
import { everyConfig, SiteFiles, synthesize } from "./synthesized.ts";

interface Fact {
  readonly type: string;
  readonly required?: boolean;
  readonly optional?: boolean;
  readonly deprecated?: boolean;
  readonly max_items?: number;
  readonly conflicts_with?: readonly string[];
  readonly block?: Readonly<Record<string, Fact>>;
}

/** What Terraform itself understands in every resource. */
const metaArguments = new Set(["//", "depends_on", "lifecycle", "timeouts", "provisioner"]);

/** What the real provider would not take, as `path: why`. */
function objections(facts: Readonly<Record<string, Fact>>, given: object, path: string): string[] {
  const unknown = Object.entries(given).flatMap(([name, value]) => {
    const fact = facts[name];
    const at = `${path}.${name}`;
    if (fact === undefined) return [`${at}: unknown`];
    if (!fact.required && !fact.optional) return [`${at}: only computed`];
    if (fact.deprecated) return [`${at}: deprecated`];
    const rivals = (fact.conflicts_with ?? []).filter((rival) => rival in given);
    const conflicts = rivals.map((rival) => `${at}: conflicts with ${rival}`);
    const { block } = fact;
    if (block === undefined) return conflicts;
    const items: readonly object[] = Array.isArray(value) ? value : [value];
    const tooMany = fact.max_items !== undefined && items.length > fact.max_items ? [`${at}: too many`] : [];
    return [...conflicts, ...tooMany, ...items.flatMap((item) => objections(block, item, at))];
  });
  const missing = Object.entries(facts)
    .filter(([name, { required }]) => required && !(name in given))
    .map(([name]) => `${path}.${name}: required`);
  return [...unknown, ...missing];
}

describe("what the real provider knows", () => {
  const facts = JSON.parse(readFileSync(factsFile("digitalocean-2.71.0.json"), "utf8"));
  const files = new SiteFiles();
  after(() => files.remove());

  for (const [name, config] of Object.entries(everyConfig(files)))
    test(`is all that a stack with ${name} asks for`, () => {
      const { resource } = synthesize(files, config);
      const found = Object.entries(resource)
        .filter(([type]) => type.startsWith("digitalocean_"))
        .flatMap(([type, instances]) =>
          Object.values(instances).flatMap((instance) => {
            const own = Object.entries(instance).filter(([key]) => !metaArguments.has(key));
            return objections(facts[type]?.attributes ?? {}, Object.fromEntries(own), type);
          }),
        );
      assert.deepEqual(found, []);
    });
});
