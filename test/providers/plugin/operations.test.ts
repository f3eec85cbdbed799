import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { setTimeout as delay } from "node:timers/promises";
import { decode, encode } from "@msgpack/msgpack";
import type { Fields, ProviderDefinition } from "../../../providers/plugin/index.ts";
import { Operations } from "../../../providers/plugin/operations.ts";

const NOTHING = { msgpack: encode(null) };

/** A provider of one thing, whose creation ends only with its signal, and of one list to look things up in. */
const provider: ProviderDefinition<string> = {
  attributes: {},
  resources: {
    thing: {
      schema: {
        version: 0,
        timeouts: { create: 60_000 },
        attributes: {
          name: { type: "string", use: "required", forceNew: true, normalize: (name) => String(name).length },
          kind: { type: "string", use: "optional", default: "plain" },
        },
      },
      async create({ signal, keep, config }, planned) {
        keep({ ...planned, id: `made of ${String(config.name)}` });
        await delay(60_000, undefined, { signal });
        throw new Error("It had no end.");
      },
      read: async (_work, stored) => ({ state: stored, isLost: false }),
      delete: async () => {},
      import: async (_work, id) => ({ id }),
    },
  },
  dataSources: {
    word: {
      attributes: {
        id: { type: "int", use: "computed" },
        text: {
          type: "string",
          use: "required",
          check: (text) => (text === "" ? "A word is needed." : null),
        },
      },
      async read(_work, { text }): Promise<Fields> {
        if (text === "nothing") throw new Error("there is no such word");
        return { id: 7 };
      },
    },
  },
  configure: async () => "the client",
};

async function started(): Promise<Operations<string>> {
  const operations = new Operations(provider);
  await operations.configure({ config: { msgpack: encode({}) } });
  return operations;
}

describe("the plugin server", () => {
  test("gives a creation the time that its timeouts block says, and keeps what was made", async () => {
    const operations = await started();
    const config = { msgpack: encode({ name: "long name", timeouts: { create: "20ms" } }) };
    const request = { type_name: "thing", prior_state: NOTHING, config, prior_private: Buffer.alloc(0) };
    const { planned_state, planned_private } = operations.plan(request);
    const answer = await operations.apply({
      ...request,
      planned_state,
      planned_private: Buffer.from(planned_private),
    });
    assert.match(answer.diagnostics[0]?.summary ?? "", /aborted/);
    assert.deepEqual(decode(answer.new_state.msgpack), {
      ...{ id: "made of long name", name: "9", kind: "plain" },
      timeouts: { create: "20ms" },
    });
  });

  test("describes a timeouts block as one that is there once or not at all, and checks its times", async () => {
    const operations = await started();
    const [block] = operations.schema().resource_schemas.thing?.block.block_types ?? [];
    assert.deepEqual([block?.type_name, block?.nesting, block?.max_items], ["timeouts", "SINGLE", 0]);
    const config = { msgpack: encode({ name: "a", timeouts: { create: "soon" } }) };
    const { diagnostics } = operations.validate({ type_name: "thing", config });
    assert.deepEqual(
      diagnostics.map(({ summary, detail }) => `${summary}: ${detail}`),
      ['create can\'t be "soon": A time is needed, e.g. "90s", "10m" or "1h30m".'],
    );
  });

  test("looks up what a data source asks for, or says why not", async () => {
    const operations = await started();
    const asked = (text: string): { type_name: string; config: { msgpack: Uint8Array } } => ({
      type_name: "word",
      config: { msgpack: encode({ text }) },
    });
    const { state, diagnostics } = await operations.readData(asked("some"));
    assert.deepEqual([decode(state.msgpack), diagnostics], [{ id: 7, text: "some" }, []]);
    assert.equal(
      (await operations.readData(asked("nothing"))).diagnostics[0]?.summary,
      "there is no such word",
    );
    assert.equal(operations.validateData(asked("")).diagnostics[0]?.detail, "A word is needed.");
    const { data_source_schemas: schemas } = operations.schema();
    assert.deepEqual(
      schemas.word?.block.attributes.map(({ type }) => type.toString()),
      ['"number"', '"string"'],
    );
  });

  test("imports with the defaults, so that they are no change afterwards", async () => {
    const operations = await started();
    const { imported_resources: imported } = await operations.import({ type_name: "thing", id: "x" });
    const { id, kind } = Object(decode(imported[0]?.state.msgpack ?? new Uint8Array()));
    assert.deepEqual([id, kind], ["x", "plain"]);
  });

  test("names what it has where it is asked for something else", async () => {
    const operations = await started();
    assert.throws(() => operations.validateData({ type_name: "other", config: NOTHING }), {
      message: "The type other is not implemented by this stand-in provider; it has word.",
    });
  });
});
