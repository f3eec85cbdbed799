import type { Attributes } from "../plugin/index.ts";
import { filled, pick } from "./fields.ts";
import { restResource } from "./rest-resource.ts";

const attributes: Attributes = {
  ip_address: { type: "string", use: "optional", forceNew: true },
  name: { type: "string", use: "required", forceNew: true },
  ttl: { type: "int", use: "computed" },
  urn: { type: "string", use: "computed" },
};

export const domain = restResource({
  noun: "Domain",
  schema: { version: 0, attributes },
  collection: () => "/v2/domains",
  envelope: "domain",
  body: (planned) => filled(pick(planned, "name", "ip_address")),
  updateBody: null,
  state: ({ name = null, ttl = null }) => ({ id: name, name, ttl, urn: `do:domain:${String(name)}` }),
});
