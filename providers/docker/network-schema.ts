import type { Attributes } from "../plugin/index.ts";
import { labelAttributes } from "./labels-schema.ts";

/** The attributes of a docker_network, state version 1. */
export const networkAttributes: Attributes = {
  attachable: { type: "bool", use: "optional", forceNew: true },
  check_duplicate: {
    type: "bool",
    use: "optional",
    forceNew: true,
    deprecated: "The engine always checks for networks of the same name. Leave it out.",
  },
  driver: { type: "string", use: "optional+computed", forceNew: true },
  ingress: { type: "bool", use: "optional", forceNew: true },
  internal: { type: "bool", use: "optional+computed", forceNew: true },
  ipam_config: {
    type: "blocks",
    nesting: "set",
    use: "optional+computed",
    forceNew: true,
    attributes: {
      aux_address: { type: "map", element: "string", use: "optional", forceNew: true },
      gateway: { type: "string", use: "optional", forceNew: true },
      ip_range: { type: "string", use: "optional", forceNew: true },
      subnet: { type: "string", use: "optional", forceNew: true },
    },
  },
  ipam_driver: { type: "string", use: "optional", forceNew: true, default: "default" },
  ipam_options: { type: "map", element: "string", use: "optional", forceNew: true },
  ipv6: { type: "bool", use: "optional", forceNew: true },
  labels: {
    type: "blocks",
    nesting: "set",
    use: "optional",
    forceNew: true,
    attributes: labelAttributes,
  },
  name: { type: "string", use: "required", forceNew: true },
  options: { type: "map", element: "string", use: "optional+computed", forceNew: true },
  scope: { type: "string", use: "computed" },
};
