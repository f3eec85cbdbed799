import type { Attributes } from "../plugin/index.ts";
import { labelAttributes } from "./labels-schema.ts";

/** The attributes of a docker_volume, state version 1. */
export const volumeAttributes: Attributes = {
  driver: { type: "string", use: "optional+computed", forceNew: true },
  driver_opts: { type: "map", element: "string", use: "optional", forceNew: true },
  labels: {
    type: "blocks",
    nesting: "set",
    use: "optional",
    forceNew: true,
    attributes: labelAttributes,
  },
  mountpoint: { type: "string", use: "computed" },
  name: { type: "string", use: "optional+computed", forceNew: true },
};
