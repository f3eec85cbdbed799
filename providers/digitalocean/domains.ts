import type { Attribute, Attributes, DataSource } from "../plugin/index.ts";
import type { Api } from "./api.ts";
import { pick } from "./fields.ts";
import { doing } from "./rest-resource.ts";

const refused = "Leave it out: the stand-in gives every domain of the account.";
const filter: Attributes = {
  all: { type: "bool", use: "optional" },
  key: { type: "string", use: "required" },
  match_by: { type: "string", use: "optional" },
  values: { type: "list", element: "string", use: "required" },
};
const sort: Attributes = {
  direction: { type: "string", use: "optional" },
  key: { type: "string", use: "required" },
};
const unused = (attributes: Attributes, nesting: "list" | "set"): Attribute => ({
  ...{ type: "blocks", use: "optional", attributes, nesting },
  refused,
});

/** Every domain of the account. */
export const domains: DataSource<Api> = {
  attributes: {
    domains: {
      type: "blocks",
      use: "computed",
      nesting: "list",
      attributes: {
        name: { type: "string", use: "computed" },
        ttl: { type: "int", use: "computed" },
        urn: { type: "string", use: "computed" },
      },
    },
    filter: unused(filter, "set"),
    sort: unused(sort, "list"),
  },
  read({ client, signal }) {
    return doing("retrieving domains", signal, async () => {
      const found = await client.list(signal, "/v2/domains", "domains");
      return {
        id: "domains",
        domains: found.map((domain) => ({
          ...pick(domain, "name", "ttl"),
          urn: `do:domain:${String(domain.name)}`,
        })),
      };
    });
  },
};
