import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { componentGuides } from "../../docs-site/sidebar.ts";
import { resolveConfig } from "../../modules/config/index.ts";
import { guides } from "../../modules/reference/index.ts";
import { planTopology } from "../../modules/topology/index.ts";
import { configs } from "../config/arbitraries.ts";

test("every component of the menu has a page, whatever the config", () => {
  const ids = componentGuides().map(({ id }) => id);
  assert.ok(ids.length > 8, ids.join());
  fc.assert(
    fc.property(configs, (given) => {
      const config = resolveConfig(given);
      const pages = new Set(
        (["local", "cloud"] as const).flatMap((target) =>
          guides({ config, topology: planTopology(config, target) }).map(({ id }) => id),
        ),
      );
      assert.deepEqual(
        ids.filter((id) => !pages.has(id)),
        [],
      );
    }),
  );
});
