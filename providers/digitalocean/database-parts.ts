import { type Attributes, type Fields, type ResourceType, textOf, type Value } from "../plugin/index.ts";
import { type Api, fieldsOf } from "./api.ts";
import { ofLength, oneOf } from "./checks.ts";
import { differs, pick } from "./fields.ts";
import { doing, restResource } from "./rest-resource.ts";

const PART_ATTRIBUTES = {
  cluster_id: { type: "string", use: "required", forceNew: true },
  name: { type: "string", use: "required", forceNew: true, check: ofLength(1, 63) },
} as const satisfies Attributes;

export const databaseDb = restResource({
  noun: "Database",
  schema: { version: 0, attributes: PART_ATTRIBUTES },
  collection: (resource) => collectionOf(resource, "dbs"),
  envelope: "db",
  key: nameOf,
  body: (planned) => pick(planned, "name"),
  updateBody: null,
  state: (answer, resource) => partState(answer, resource, "database"),
  importParts: ["cluster_id", "name"],
});

const PLUGINS = ["caching_sha2_password", "mysql_native_password"] as const;

const userAttributes: Attributes = {
  ...PART_ATTRIBUTES,
  access_cert: { type: "string", use: "computed", sensitive: true },
  access_key: { type: "string", use: "computed", sensitive: true },
  mysql_auth_plugin: { type: "string", use: "optional", check: oneOf(...PLUGINS), same: isLeftToMysql },
  password: { type: "string", use: "computed", sensitive: true },
  role: { type: "string", use: "computed" },
  settings: {
    type: "blocks",
    nesting: "list",
    use: "optional",
    refused: "Only MySQL clusters are implemented, whose users have none.",
    attributes: {
      acl: {
        type: "blocks",
        nesting: "list",
        use: "optional",
        attributes: {
          id: { type: "string", use: "computed" },
          permission: { type: "string", use: "required" },
          topic: { type: "string", use: "required" },
        },
      },
      opensearch_acl: {
        type: "blocks",
        nesting: "list",
        use: "optional",
        attributes: {
          index: { type: "string", use: "required" },
          permission: { type: "string", use: "required" },
        },
      },
    },
  },
};

const user = restResource({
  noun: "Database User",
  schema: { version: 0, attributes: userAttributes },
  collection: (resource) => collectionOf(resource, "users"),
  envelope: "user",
  key: nameOf,
  body: (planned) => ({ ...pick(planned, "name"), ...authPlugin(planned) }),
  updateBody: null,
  state: userState,
  importParts: ["cluster_id", "name"],
});

export const databaseUser: ResourceType<Api> = {
  ...user,

  /** A new plugin comes with a new password. */
  update({ client, signal }, stored, planned) {
    return doing("updating Database User", signal, async () => {
      if (!differs(stored, planned, "mysql_auth_plugin")) return {};
      const path = `${collectionOf(stored, "users")}/${encodeURIComponent(nameOf(stored))}/reset_auth`;
      const body = textOf(planned, "mysql_auth_plugin")
        ? authPlugin(planned)
        : { mysql_settings: { auth_plugin: PLUGINS[0] } };
      return userState(fieldsOf(await client.send(signal, "POST", path, body), "user"), planned);
    });
  },
};

function isLeftToMysql(stored: Value, configured: Value): boolean {
  return configured === null && stored === PLUGINS[0];
}

function authPlugin(planned: Fields): Fields {
  const plugin = textOf(planned, "mysql_auth_plugin");
  return plugin ? { mysql_settings: { auth_plugin: plugin } } : {};
}

function userState(answer: Fields, resource: Fields): Fields {
  return {
    ...partState(answer, resource, "user"),
    role: answer.role ?? null,
    password: textOf(answer, "password") || textOf(resource, "password"),
    access_cert: textOf(answer, "access_cert"),
    access_key: textOf(answer, "access_key"),
    mysql_auth_plugin: textOf(fieldsOf(answer, "mysql_settings"), "auth_plugin"),
  };
}

function partState(answer: Fields, resource: Fields, kind: string): Fields {
  const cluster = textOf(resource, "cluster_id") ?? "";
  const name = textOf(answer, "name") ?? nameOf(resource);
  return { id: `${cluster}/${kind}/${name}`, cluster_id: cluster, name };
}

function collectionOf(resource: Fields, kind: string): string {
  return `/v2/databases/${textOf(resource, "cluster_id") ?? ""}/${kind}`;
}

function nameOf(resource: Fields): string {
  return textOf(resource, "name") ?? "";
}
