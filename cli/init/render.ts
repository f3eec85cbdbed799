import type { SiteFindings } from "./detect.ts";

/** What `lampstand.config.ts` is in a new clone. */
export const shippedConfig = `import { defineConfig } from "./modules/config/index.ts";

export default defineConfig({
  name: "lampstand",
  preset: "ha",
  app: { path: "app", documentRoot: "public", writableFolders: ["uploads"] },
  database: { init: "app/schema.sql" },
});
`;

/**
 * The text of `lampstand.config.ts` for a site.
 *
 * @param path the site's folder as the config is to name it
 */
export function renderConfig(path: string, findings: SiteFindings): string {
  const web = {
    ...(findings.phpExtensions.length === 0 ? {} : { phpExtensions: findings.phpExtensions }),
    ...(isEmpty(findings.environment) ? {} : { environment: findings.environment }),
    ...(isEmpty(findings.databaseEnvironment) ? {} : { databaseEnvironment: findings.databaseEnvironment }),
  };
  const config = {
    name: stackNameOf(path),
    preset: "ha",
    app: { path, documentRoot: findings.documentRoot, writableFolders: findings.writableFolders },
    ...(isEmpty(web) ? {} : { web }),
    ...(findings.init === undefined ? {} : { database: { init: `${path}/${findings.init}` } }),
  };
  return `import { defineConfig } from "./modules/config/index.ts";

// ${findings.application}, as \`npx lampstand init\` found it.
export default defineConfig(${literal(config, "")});
`;
}

function isEmpty(object: object): boolean {
  return Object.keys(object).length === 0;
}

/** A stack's name that the folder's name suggests. */
export function stackNameOf(path: string): string {
  const last =
    path
      .split("/")
      .filter((part) => part !== "" && !/^\.+$/.test(part))
      .at(-1) ?? "";
  const name = last
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^[^a-z]+|-+$/g, "")
    .slice(0, 30)
    .replace(/-+$/, "");
  return name.length < 2 ? "my-site" : name;
}

const lineWidth = 100;

/** A value as TypeScript that reads well. */
function literal(value: unknown, indent: string): string {
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const inner = `${indent}  `;
  const parts = Array.isArray(value)
    ? value.map((each) => literal(each, inner))
    : Object.entries(value).map(([name, each]) => `${name}: ${literal(each, inner)}`);
  const [open, close] = Array.isArray(value) ? ["[", "]"] : ["{ ", " }"];
  const oneLine = parts.length === 0 ? `${open.trim()}${close.trim()}` : `${open}${parts.join(", ")}${close}`;
  const isWhole = indent === "" || oneLine.includes("\n") || indent.length + oneLine.length > lineWidth;
  if (!isWhole || parts.length === 0) return oneLine;
  return `${open.trim()}\n${parts.map((part) => `${inner}${part},\n`).join("")}${indent}${close.trim()}`;
}
