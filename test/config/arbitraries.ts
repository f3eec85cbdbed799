import fc from "fast-check";
import type { Config, PresetName } from "../../modules/config/index.ts";

/** Counts that don't contradict their preset. */
const counts: Readonly<Record<PresetName, fc.Arbitrary<readonly [number, 1 | 3 | 5 | 7 | 9, number]>>> = {
  lab: fc.constant([1, 1, 1] as const),
  small: fc.tuple(fc.integer({ min: 2, max: 64 }), fc.constant(1 as const), fc.constant(2)),
  ha: fc.tuple(
    fc.integer({ min: 2, max: 64 }),
    fc.constantFrom(3 as const, 5 as const, 7 as const, 9 as const),
    fc.integer({ min: 2, max: 8 }),
  ),
};

const settings = fc.record(
  {
    name: fc.stringMatching(/^[a-z][a-z0-9-]{0,27}[a-z0-9]$/),
    app: fc.record(
      {
        path: fc.string({ minLength: 1 }),
        documentRoot: fc.constantFrom("", "public", "web/root", "a.b-c_d"),
        writableFolders: fc.subarray(["uploads", "public/cache", "public/uploads", "var.d", "uploads-2"]),
      },
      { requiredKeys: [] },
    ),
    phpIni: fc.dictionary(
      fc.constantFrom("memory_limit", "opcache.enable", "display_errors"),
      fc.oneof(fc.string(), fc.integer(), fc.boolean()),
    ),
    algorithm: fc.constantFrom("leastconn" as const, "roundrobin" as const),
    init: fc.string({ minLength: 1 }),
  },
  { requiredKeys: [] },
);

const ports = fc.uniqueArray(fc.integer({ min: 1024, max: 65535 }), { minLength: 3, maxLength: 3 });

/** Valid configs of every preset and count; any field may be absent or undefined. */
export const configs: fc.Arbitrary<Config> = fc
  .constantFrom("lab" as const, "small" as const, "ha" as const)
  .chain((preset) => fc.tuple(fc.constant(preset), counts[preset], settings, ports, fc.boolean()))
  .map(([preset, [nodes, members, routers], { name, app, phpIni, algorithm, init }, taken, saysAll]) => {
    const [httpPort, httpsPort, statusPort] = taken;
    if (!saysAll) return { name, preset, app, web: { phpIni }, database: { init } };
    return {
      name,
      preset,
      app,
      web: { nodes, phpIni },
      loadBalancer: { httpPort, httpsPort, statusPort, algorithm },
      database: { members, routers, init },
    };
  });
