import fc from "fast-check";
import type { Config, PresetName } from "../../modules/config/index.ts";
import { databaseSizes, dropletSizes, regions } from "../../modules/digitalocean-catalog/index.ts";

/** Counts that don't contradict their preset. */
const counts: Readonly<Record<PresetName, fc.Arbitrary<readonly [number, 1 | 3 | 5 | 7 | 9, number]>>> = {
  lab: fc.constant([1, 1, 1] as const),
  small: fc.tuple(fc.integer({ min: 2, max: 200 }), fc.constant(1 as const), fc.constant(2)),
  ha: fc.tuple(
    fc.integer({ min: 2, max: 200 }),
    fc.constantFrom(3 as const, 5 as const, 7 as const, 9 as const),
    fc.integer({ min: 2, max: 8 }),
  ),
};

/** Nodes of the managed services that don't contradict their preset: balancer's, database's. */
const managedNodes: Readonly<Record<PresetName, fc.Arbitrary<readonly [number, number]>>> = {
  lab: fc.constant([1, 1] as const),
  small: fc.tuple(fc.integer({ min: 2, max: 8 }), fc.constant(1)),
  ha: fc.tuple(fc.integer({ min: 2, max: 8 }), fc.integer({ min: 2, max: 3 })),
};

/** Fields of the cloud target that are right in any preset. */
const cloud = fc.record(
  {
    region: fc.constantFrom(...regions.map((region) => region.slug)),
    webSize: fc.constantFrom(
      ...dropletSizes.map((size) => size.slug).filter((slug) => slug !== "s-1vcpu-512mb-10gb"),
    ),
    databaseSize: fc.constantFrom(
      ...databaseSizes.filter((size) => size.maxNodes > 1).map((size) => size.slug),
    ),
    readReplica: fc.boolean(),
    addressRange: fc.constantFrom("10.110.0.0/20", "172.16.0.0/16", "192.168.7.16/28"),
    domain: fc.constantFrom("example.org", "www.a-b.example"),
    certificate: fc.record({ certificate: fc.constant("a.crt"), privateKey: fc.constant("a.key") }),
    alertEmail: fc.constant("ops@example.org"),
    proxy: fc.constant("http://proxy.example:3128"),
    metricsAgent: fc.boolean(),
    maintenance: fc.record({
      day: fc.constantFrom("monday", "sunday"),
      hour: fc.constantFrom("00:00", "23:00"),
    }),
    state: fc.record({ bucket: fc.constant("my-state"), region: fc.constant("fra1" as const) }),
  },
  { requiredKeys: [] },
);

const autoscale = fc
  .tuple(fc.integer({ min: 2, max: 20 }), fc.nat({ max: 980 }), fc.constantFrom(0.05, 0.6, 1))
  .map(([min, more, cpu]) => ({ min, max: min + more, cpu }));

const access = fc.record({
  sshKeys: fc.subarray(["laptop", "keys/ops.pub"], { minLength: 1 }),
  sshSources: fc.subarray(["192.0.2.0/24", "2001:db8::/32"]),
});

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
  .chain((preset) =>
    fc.record({
      preset: fc.constant(preset),
      counts: counts[preset],
      managed: managedNodes[preset],
      settings,
      cloud,
      access: fc.option(access, { nil: undefined }),
      autoscale: preset === "lab" ? fc.constant(undefined) : fc.option(autoscale, { nil: undefined }),
      taken: ports,
      saysAll: fc.boolean(),
    }),
  )
  .map(({ preset, counts, managed, settings, cloud, access, autoscale, taken, saysAll }) => {
    const { name, app, phpIni, algorithm, init } = settings;
    if (!saysAll) return { name, preset, app, web: { phpIni }, database: { init }, cloud };
    const [nodes, members, routers] = counts;
    const [loadBalancerNodes, databaseNodes] = managed;
    const [httpPort, httpsPort, statusPort] = taken;
    return {
      name,
      preset,
      app,
      web: { nodes, phpIni, autoscale: access === undefined ? undefined : autoscale },
      loadBalancer: { httpPort, httpsPort, statusPort, algorithm },
      database: { members, routers, init },
      cloud: { ...cloud, ...access, loadBalancerNodes, databaseNodes },
    };
  });
