import type { Attributes, Fields } from "../plugin/index.ts";
import { fieldsOf } from "./api.ts";
import { checkTag } from "./checks.ts";
import { restResource } from "./rest-resource.ts";

const attributes: Attributes = {
  databases_count: { type: "int", use: "computed" },
  droplets_count: { type: "int", use: "computed" },
  images_count: { type: "int", use: "computed" },
  name: { type: "string", use: "required", forceNew: true, check: checkTag },
  total_resource_count: { type: "int", use: "computed" },
  volume_snapshots_count: { type: "int", use: "computed" },
  volumes_count: { type: "int", use: "computed" },
};

export const tag = restResource({
  noun: "tag",
  schema: { version: 0, attributes },
  collection: () => "/v2/tags",
  envelope: "tag",
  body: ({ name = null }) => ({ name }),
  updateBody: null,
  state: tagState,
});

function tagState(answer: Fields): Fields {
  const resources = fieldsOf(answer, "resources");
  const count = (kind: string) => fieldsOf(resources, kind).count ?? 0;
  return {
    id: answer.name ?? null,
    name: answer.name ?? null,
    total_resource_count: resources.count ?? 0,
    databases_count: count("databases"),
    droplets_count: count("droplets"),
    images_count: count("images"),
    volume_snapshots_count: count("volume_snapshots"),
    volumes_count: count("volumes"),
  };
}
