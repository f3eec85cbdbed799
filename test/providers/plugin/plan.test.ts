import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import { decodeBlock, encodeBlock } from "../../../providers/plugin/codec.ts";
import { planResource, sameValue, settle } from "../../../providers/plugin/plan.ts";
import type { Attributes } from "../../../providers/plugin/schema.ts";
import { type Fields, isWhollyKnown, UNKNOWN } from "../../../providers/plugin/value.ts";

const ATTRIBUTES: Attributes = {
  id: { type: "string", use: "computed" },
  name: { type: "string", use: "required", forceNew: true },
  size: { type: "int", use: "optional", replacedWhenRemoved: true },
  note: { type: "string", use: "optional" },
  mode: { type: "string", use: "optional", default: "bridge", forceNew: true },
  platform: { type: "string", use: "optional", default: "", forceNew: true },
  address: { type: "string", use: "optional+computed", forceNew: true },
  tags: { type: "set", element: "string", use: "optional" },
  options: { type: "map", element: "string", use: "optional+computed", forceNew: true },
  health: {
    type: "blocks",
    nesting: "list",
    use: "optional+computed",
    maxItems: 1,
    notUpdatable: true,
    attributes: {
      test: { type: "string", use: "required" },
      every: { type: "string", use: "optional", default: "0s" },
    },
  },
  ports: {
    type: "blocks",
    nesting: "list",
    use: "optional",
    attributes: {
      internal: { type: "int", use: "required", forceNew: true },
      external: { type: "int", use: "optional+computed", forceNew: true },
      comment: { type: "string", use: "optional" },
    },
  },
  mounts: {
    type: "blocks",
    nesting: "set",
    use: "optional",
    attributes: {
      target: { type: "string", use: "required", forceNew: true },
      comment: { type: "string", use: "optional" },
    },
  },
};

const text = fc.string({ maxLength: 4 });
const optional = <Item>(item: fc.Arbitrary<Item>) => fc.option(item, { nil: null });
const config: fc.Arbitrary<Fields> = fc.record({
  id: fc.constant(null),
  name: text,
  size: optional(fc.nat(9)),
  note: optional(text),
  mode: optional(text),
  address: optional(text),
  tags: optional(fc.uniqueArray(text, { maxLength: 3 })),
  options: optional(fc.dictionary(text, text, { maxKeys: 2, noNullPrototype: true })),
  health: fc.array(fc.record({ test: text, every: optional(text) }), { maxLength: 1 }),
  ports: fc.array(
    fc.record({ internal: fc.nat(9), external: optional(fc.nat(9)), comment: optional(text) }),
    { maxLength: 2 },
  ),
  mounts: fc.uniqueArray(fc.record({ target: text, comment: optional(text) }), {
    maxLength: 2,
    selector: (mount) => mount.target,
  }),
});

/** What a provider makes of a plan: everything left open gets some value. */
function applied(planned: Fields): Fields {
  const fill = (fields: Fields): Fields =>
    Object.fromEntries(
      Object.entries(fields).map(([name, value]) => {
        if (value === UNKNOWN && name === "external") return [name, 4711];
        if (value === UNKNOWN && name === "options") return [name, { made: "up" }];
        if (value === UNKNOWN && name === "health") return [name, [{ test: "from the image", every: "1s" }]];
        if (value === UNKNOWN) return [name, "made up"];
        return [
          name,
          Array.isArray(value) ? value.map((item) => (typeof item === "object" ? fill(item) : item)) : value,
        ];
      }),
    );
  return fill(planned);
}

const base: Fields = {
  ...{ id: null, name: "a", size: 1, note: "n", mode: null, address: null, tags: ["x", "y"], options: null },
  ...{ health: [], ports: [], mounts: [] },
};
const stored = applied(planResource(ATTRIBUTES, null, base).planned);

describe("a plan", () => {
  test("right after an apply changes nothing, whatever the configuration", () => {
    fc.assert(
      fc.property(config, (asked) => {
        const state = applied(planResource(ATTRIBUTES, null, asked).planned);
        const again = planResource(ATTRIBUTES, state, asked);
        assert.deepEqual(again.planned, state);
        assert.deepEqual(again.replacedBy, []);
      }),
    );
  });

  test("is unchanged by the order of a set", () => {
    const { planned, replacedBy } = planResource(ATTRIBUTES, stored, { ...base, tags: ["y", "x"] });
    assert.deepEqual(planned, stored);
    assert.deepEqual(replacedBy, []);
  });

  test("of a new resource has defaults filled in and computed attributes unknown", () => {
    const { planned } = planResource(ATTRIBUTES, null, base);
    assert.equal(planned.mode, "bridge");
    for (const name of ["id", "address", "options", "health"]) assert.equal(planned[name], UNKNOWN, name);
  });

  test('never stores a default of "", and takes nothing and "" for the same', () => {
    assert.equal(planResource(ATTRIBUTES, null, base).planned.platform, null);
    for (const platform of [null, ""]) {
      const { planned, replacedBy } = planResource(ATTRIBUTES, { ...stored, platform }, base);
      assert.equal(planned.platform, platform);
      assert.deepEqual(replacedBy, []);
    }
    const { planned, replacedBy } = planResource(ATTRIBUTES, { ...stored, platform: "linux/arm64" }, base);
    assert.equal(planned.platform, "");
    assert.deepEqual(replacedBy, ["platform"]);
  });

  test("keeps what was computed when the attribute is left out later", () => {
    const { planned } = planResource(ATTRIBUTES, { ...stored, address: "10.0.0.1" }, base);
    assert.equal(planned.address, "10.0.0.1");
  });

  test("takes a stored zero and nothing for the same", () => {
    const zeros = { ...stored, note: "", tags: [], size: 0 };
    const { planned, replacedBy } = planResource(ATTRIBUTES, zeros, {
      ...base,
      note: null,
      tags: null,
      size: null,
    });
    assert.deepEqual(planned, zeros);
    assert.deepEqual(replacedBy, []);
  });

  test("replaces by exactly the attributes that can't be updated", () => {
    const changes: readonly [Fields, string[]][] = [
      [{ name: "b" }, ["name"]],
      [{ note: "other" }, []],
      [{ size: 2 }, []],
      [{ size: null }, ["size"]],
      [{ mode: "host" }, ["mode"]],
      [{ health: [{ test: "true", every: "1s" }] }, ["health"]],
      [{ ports: [{ internal: 80, external: null, comment: null }] }, ["ports"]],
      [{ name: UNKNOWN }, ["name"]],
    ];
    for (const [change, expected] of changes) {
      assert.deepEqual(planResource(ATTRIBUTES, stored, { ...base, ...change }).replacedBy, expected);
    }
  });

  test("updates an item of a list in place, but takes a changed item of a set for another one", () => {
    const ports = (comment: string): Fields => ({ ports: [{ internal: 80, external: 81, comment }] });
    const mounts = (comment: string): Fields => ({ mounts: [{ target: "/a", comment }] });
    const before = { ...stored, ...ports("old"), ...mounts("old") };
    assert.deepEqual(
      planResource(ATTRIBUTES, before, { ...base, ...ports("new"), ...mounts("old") }).replacedBy,
      [],
    );
    assert.deepEqual(
      planResource(ATTRIBUTES, before, { ...base, ...ports("old"), ...mounts("new") }).replacedBy,
      ["mounts"],
    );
  });
});

describe("what was read", () => {
  test("of a computed attribute wins always, and a zero inside a block is the same as nothing", () => {
    const inside: Attributes = {
      count: { type: "int", use: "computed" },
      rule: {
        type: "blocks",
        nesting: "set",
        use: "optional",
        attributes: {
          port: { type: "string", use: "optional" },
          sources: { type: "set", element: "string", use: "optional" },
          isOpen: { type: "bool", use: "optional", default: true },
        },
      },
    };
    const was = { count: null, rule: [{ port: null, sources: null, isOpen: true }] };
    const same = settle(inside, was, { count: 0, rule: [{ port: "", sources: [], isOpen: true }] });
    assert.deepEqual(same, { ...was, count: 0 });
    const other = [{ port: "", sources: [], isOpen: false }];
    assert.deepEqual(settle(inside, was, { count: 0, rule: other }).rule, other);
  });

  test("leaves the stored form where both say nothing, and wins where it differs", () => {
    const seen = settle(
      ATTRIBUTES,
      { ...stored, note: null, tags: ["x", "y"] },
      { ...stored, note: "", tags: ["y", "x"], size: 7 },
    );
    assert.deepEqual([seen.note, seen.tags, seen.size], [null, ["x", "y"], 7]);
  });
});

describe("the codec", () => {
  test("gives back what it was given, unknown values included", () => {
    fc.assert(
      fc.property(config, (asked) => {
        const { planned } = planResource(ATTRIBUTES, null, asked);
        const back = decodeBlock(encodeBlock(planned, ATTRIBUTES), ATTRIBUTES);
        assert.deepEqual(back, planned);
        assert.equal(isWhollyKnown(back), false);
      }),
    );
  });

  test("keeps null apart from a resource without values", () => {
    assert.equal(decodeBlock(encodeBlock(null, ATTRIBUTES), ATTRIBUTES), null);
    assert.notEqual(decodeBlock(encodeBlock({}, ATTRIBUTES), ATTRIBUTES), null);
  });

  test("reads an unknown value about which Terraform knows something", () => {
    // {"note": extension 12 holding one byte}
    const bytes = Buffer.from("81a46e6f7465d40c80", "hex");
    assert.equal(decodeBlock(bytes, { note: { type: "string", use: "optional" } })?.note, UNKNOWN);
  });

  test("holds lists apart that differ in order, but not sets", () => {
    const list = { type: "list", element: "string", use: "optional" } as const;
    assert.equal(sameValue(list, ["a", "b"], ["b", "a"]), false);
    assert.equal(sameValue({ ...list, type: "set" }, ["a", "b"], ["b", "a"]), true);
  });
});
