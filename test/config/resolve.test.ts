import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { ConfigError, configSchema, defaults, presets, resolveConfig } from "../../modules/config/index.ts";
import { configs } from "./arbitraries.ts";

const topKeys = "name, preset, app, web, loadBalancer, database, cloud";
const webKeys =
  "nodes, autoscale, memoryMb, requestWorkers, phpExtensions, maxUploadMb, phpIni, apache, htaccess, environment, databaseEnvironment, secrets, extraPackages";
const folderRule =
  "a path below the app's folder, without a leading, trailing or double slash and without a part that begins with a dot";
const lab = 'preset "lab" means one web node, one database: every server is a single point of failure';
const ha = 'preset "ha" means two web nodes, three database members: any one server may fail';
const otherPreset = "leave it out, or choose another preset (lab, small, ha)";

interface BadConfig {
  readonly title: string;
  readonly input: unknown;
  readonly lines: readonly string[];
}

const badConfigs: readonly BadConfig[] = [
  {
    title: "a misspelt key is answered with the key that was meant",
    input: { prest: "ha" },
    lines: [`prest: no such key; allowed: ${topKeys}; did you mean "preset"?`],
  },
  {
    title: "a misspelt key inside a part is answered with that part's keys",
    input: { web: { node: 2 } },
    lines: [`web.node: no such key; allowed: ${webKeys}; did you mean "nodes"?`],
  },
  {
    title: "two letters in each other's place are one mistake",
    input: { web: { ndoes: 2 } },
    lines: [`web.ndoes: no such key; allowed: ${webKeys}; did you mean "nodes"?`],
  },
  {
    title: "a key like no other is to be removed",
    input: { web: { kubernetes: true } },
    lines: [`web.kubernetes: no such key; allowed: ${webKeys}; remove "kubernetes"`],
  },
  {
    title: "a number written as a text is refused",
    input: { web: { nodes: "2" } },
    lines: ['web.nodes: got "2"; allowed: a whole number from 1 to 200; for example 2'],
  },
  {
    title: "a count beyond its range is refused with the range",
    input: { web: { nodes: 201 } },
    lines: ["web.nodes: got 201; allowed: a whole number from 1 to 200; for example 2"],
  },
  {
    title: "a range has its unit",
    input: { web: { memoryMb: 1 } },
    lines: ["web.memoryMb: got 1; allowed: a whole number from 128 to 65536 (MiB); for example 256"],
  },
  {
    title: "a name that MySQL, DigitalOcean or the stack itself has use for is refused",
    input: { database: { name: "sys", user: "root" } },
    lines: [
      'database.name: got "sys", which is reserved; allowed: a name other than mysql, sys, information_schema, performance_schema, lampstand_internal, lampstand_setup; for example "app"',
      'database.user: got "root", which is reserved; allowed: a name other than root, doadmin, lampstand_replication; for example "app"',
    ],
  },
  {
    title: "an even number of members is refused with the reason",
    input: { database: { members: 2 } },
    lines: [
      "database.members: got 2; allowed: 1, 3, 5, 7 or 9 " +
        "(an even number survives no more failures than the odd one below it); for example 3",
    ],
  },
  {
    title: "ha with one member contradicts itself",
    input: { preset: "ha", database: { members: 1 } },
    lines: [`database.members: got 1, but ${ha}; allowed: 3 or more; ${otherPreset}`],
  },
  {
    title: "lab with three web nodes contradicts itself",
    input: { preset: "lab", web: { nodes: 3 } },
    lines: [`web.nodes: got 3, but ${lab}; allowed: 1; ${otherPreset}`],
  },
  {
    title: "a port that is given twice is refused, with one that is free",
    input: { loadBalancer: { httpPort: 9000, httpsPort: 9001, statusPort: 9000 } },
    lines: [
      "loadBalancer.statusPort: got 9000, which loadBalancer.httpPort has already; " +
        "allowed: a port of its own; for example 9002",
    ],
  },
  {
    title: "the port suggested instead of the last one is a port",
    input: { loadBalancer: { httpPort: 65535, httpsPort: 65535 } },
    lines: [
      "loadBalancer.httpsPort: got 65535, which loadBalancer.httpPort has already; " +
        "allowed: a port of its own; for example 65534",
    ],
  },
  {
    title: "a writable folder in another is refused",
    input: { app: { writableFolders: ["public/uploads", "public"] } },
    lines: [
      'app.writableFolders.0: got "public/uploads", which is in "public" already; ' +
        'allowed: folders that are not in each other; leave "public/uploads" out',
    ],
  },
  {
    title: "a writable folder that is given twice is refused once",
    input: { app: { writableFolders: ["uploads", "uploads"] } },
    lines: [
      'app.writableFolders.1: got "uploads", which is in "uploads" already; ' +
        'allowed: folders that are not in each other; leave "uploads" out',
    ],
  },
  ...["../outside", "/etc", "uploads/", "a//b", "a/./b", "a/.."].map((folder) => ({
    title: `"${folder}" is no writable folder`,
    input: { app: { writableFolders: [folder] } },
    lines: [`app.writableFolders.0: got "${folder}"; allowed: ${folderRule}; for example "uploads"`],
  })),
  {
    title: "a config that is no object is refused",
    input: [],
    lines: [`config: got []; allowed: an object with ${topKeys}; for example {"preset":"ha"}`],
  },
  {
    title: "a config that is missing is refused",
    input: undefined,
    lines: [`config: got nothing; allowed: an object with ${topKeys}; for example {"preset":"ha"}`],
  },
  {
    title: "all problems are told at once, a line each",
    input: { name: "X", preset: "big", web: { nodes: 0, environment: { lower: "1" } }, databse: {} },
    lines: [
      'name: got "X"; allowed: 2 to 30 lower-case letters, digits and hyphens, starting with a letter; ' +
        'for example "lampstand"',
      'preset: got "big"; allowed: "lab", "small", "ha"; for example "ha"',
      "web.nodes: got 0; allowed: a whole number from 1 to 200; for example 2",
      'web.environment.lower: got "1"; allowed: names in capitals, digits and underscores, each with a text; ' +
        'for example {"MAIL_FROM":"site@example.org"}',
      `databse: no such key; allowed: ${topKeys}; did you mean "database"?`,
    ],
  },
  {
    title: "all contradictions are told at once, a line each",
    input: { preset: "lab", web: { nodes: 2 }, database: { routers: 2 }, loadBalancer: { httpPort: 8443 } },
    lines: [
      `web.nodes: got 2, but ${lab}; allowed: 1; ${otherPreset}`,
      `database.routers: got 2, but ${lab}; allowed: 1; ${otherPreset}`,
      "loadBalancer.httpsPort: got 8443, which loadBalancer.httpPort has already; " +
        "allowed: a port of its own; for example 8444",
    ],
  },
];

test("the load balancer's limit follows the largest upload, and one that is too small for it is refused", () => {
  const limit = (web: object, loadBalancer: object = {}) =>
    resolveConfig({ web, loadBalancer }).loadBalancer.maxRequestBodyMb;
  assert.equal(limit({}), 64);
  assert.equal(limit({ maxUploadMb: 48 }), 64);
  assert.equal(limit({ maxUploadMb: 512 }), 640);
  assert.equal(limit({ maxUploadMb: 1 }, { maxRequestBodyMb: 5 }), 5);
  assert.equal(limit({}, { maxRequestBodyMb: 1 }), 1);
  assert.throws(() => limit({ maxUploadMb: 100 }, { maxRequestBodyMb: 100 }), {
    message:
      "loadBalancer.maxRequestBodyMb: got 100, which is less than an upload of web.maxUploadMb (100) needs; allowed: 125 or more; leave it out: it follows web.maxUploadMb",
  });
  assert.throws(() => limit({ phpIni: { upload_max_filesize: "65M", post_max_size: "1G" } }), {
    message: [
      'web.phpIni.upload_max_filesize: got "65M", while the load balancer refuses bodies above 64 MiB; allowed: at most 64M; set web.maxUploadMb, which all limits follow, and leave this out',
      'web.phpIni.post_max_size: got "1G", while the load balancer refuses bodies above 64 MiB; allowed: at most 64M; set web.maxUploadMb, which all limits follow, and leave this out',
    ].join("\n"),
  });
});

for (const { title, input, lines } of badConfigs)
  test(title, () => {
    assert.throws(
      () => resolveConfig(input),
      (error) => {
        assert.ok(error instanceof ConfigError);
        assert.equal(error.message, lines.join("\n"));
        assert.equal(error.problems.length, lines.length);
        return true;
      },
    );
  });

test("a config that says nothing is ha with all defaults", () => {
  assert.deepEqual(resolveConfig({}), {
    ...defaults,
    web: { ...defaults.web, nodes: 2 },
    database: { ...defaults.database, members: 3, routers: 2 },
    cloud: { ...defaults.cloud, loadBalancerNodes: 2, databaseNodes: 2, databaseSize: "db-s-1vcpu-2gb" },
  });
});

test("a field that is present but undefined leaves its default", () => {
  const input = {
    name: undefined,
    preset: undefined,
    app: undefined,
    web: { nodes: undefined, htaccess: undefined, memoryMb: 512 },
    database: { members: undefined, user: undefined },
  };
  assert.deepEqual(resolveConfig(input), resolveConfig({ web: { memoryMb: 512 } }));
});

test("false and the empty text are values, not absences", () => {
  const resolved = resolveConfig({ app: { documentRoot: "" }, web: { htaccess: false } });
  assert.equal(resolved.web.htaccess, false);
  assert.equal(resolved.app.documentRoot, "");
});

test("folders that only begin with the same letters are not in each other", () => {
  const writableFolders = ["uploads", "uploads-2", "public/uploads"];
  assert.deepEqual(resolveConfig({ app: { writableFolders } }).app.writableFolders, writableFolders);
});

/** What a stack can do without. */
const mayBeAbsent = new Set([
  "apache",
  "init",
  "git",
  "archive",
  "autoscale",
  "domain",
  "certificate",
  "alertEmail",
  "proxy",
  "state",
]);

test("a resolved config has every field of the schema, and the counts that its preset promises", () => {
  fc.assert(
    fc.property(configs, (config) => {
      const resolved = resolveConfig(config);
      assert.deepEqual(Object.keys(resolved).sort(), Object.keys(configSchema.shape).sort());
      for (const part of ["app", "web", "loadBalancer", "database", "cloud"] as const) {
        const fields = Object.keys(configSchema.shape[part].unwrap().shape).sort();
        assert.deepEqual(Object.keys(resolved[part]).sort(), fields, part);
        for (const [field, value] of Object.entries(resolved[part]))
          assert.ok(value !== undefined || mayBeAbsent.has(field), `${part}.${field} is undefined`);
      }
      const promised = presets[resolved.preset];
      assert.ok(resolved.web.nodes >= promised.webNodes);
      assert.ok(resolved.database.members >= promised.members);
      assert.ok(resolved.database.routers >= promised.routers);
      assert.ok(resolved.cloud.loadBalancerNodes >= promised.cloud.loadBalancerNodes);
      assert.ok(resolved.cloud.databaseNodes >= promised.cloud.databaseNodes);
    }),
  );
});

test("what a config says is what is resolved", () => {
  fc.assert(
    fc.property(configs, (config) => {
      const resolved = resolveConfig(config);
      assert.partialDeepStrictEqual(resolved, JSON.parse(JSON.stringify(config)));
    }),
  );
});

test("resolving a resolved config changes nothing", () => {
  fc.assert(
    fc.property(configs, (config) => {
      const resolved = resolveConfig(config);
      assert.deepEqual(resolveConfig(resolved), resolved);
    }),
  );
});
