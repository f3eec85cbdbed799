/**
 * The order of imports that CONTRIBUTING.md describes: a module imports modules of the layers before its own, through
 * their index.ts.
 */
export const layers: readonly (readonly string[])[] = [
  [
    "modules/addresses",
    "modules/digitalocean-catalog",
    "modules/failures",
    "modules/json",
    "modules/mysql-packages",
    "modules/proxy",
    "modules/results",
    "modules/staging",
    "modules/tar",
  ],
  [
    "modules/config",
    "modules/digitalocean-api",
    "modules/docker-engine",
    "modules/image",
    "modules/project-identity",
    "modules/terraform",
  ],
  ["modules/haproxy", "modules/secrets", "modules/topology"],
  ["modules/database", "modules/web-node"],
  [
    "modules/capacity",
    "modules/cost",
    "modules/database-router",
    "modules/diagrams",
    "modules/load-balancer",
    "modules/reference",
    "modules/stored-data",
  ],
  ["modules/digitalocean", "modules/docker"],
  ["providers", "simulator"],
  ["stacks"],
  ["docs-site"],
  ["cli"],
];

interface Rule {
  readonly name: string;
  readonly severity: "error";
  readonly from: { readonly path?: string };
  readonly to: { readonly path?: string; readonly pathNot?: string | string[]; readonly circular?: boolean };
}

const below = (folder: string): string => `^${folder}/`;
/** A module: a folder of modules/ and of cli/, or one of the other folders at the top. */
const module = "^(modules/[^/]+|cli/[^/]+|docs-site|providers|simulator|stacks)/";

/** dependency-cruiser's rules: no circle, no import past an index.ts, and none against the order. */
export const rules: readonly Rule[] = [
  { name: "no-circle", severity: "error", from: {}, to: { circular: true } },
  {
    name: "through-index",
    severity: "error",
    from: { path: module },
    to: { path: module, pathNot: ["^$1/", "/index\\.ts$"] },
  },
  {
    name: "through-index",
    severity: "error",
    from: { path: "^cli/[^/]+$" },
    to: { path: module, pathNot: "/index\\.ts$" },
  },
  ...layers.flatMap((layer, index) =>
    layer.map((name): Rule => {
      const others = [...layer.filter((each) => each !== name), ...layers.slice(index + 1).flat()];
      return {
        name: "in-order",
        severity: "error",
        from: { path: below(name) },
        to: { path: others.length === 0 ? "^$" : others.map(below).join("|") },
      };
    }),
  ),
];
