import type { Attributes } from "../plugin/index.ts";
import { checkTags, checkUserData, ofLength } from "./checks.ts";
import { hashed, lowerCase, NOT_REPORTED } from "./stored-form.ts";

/** The attributes of a digitalocean_droplet, state version 1. */
export const dropletAttributes: Attributes = {
  backup_policy: {
    type: "blocks",
    nesting: "list",
    use: "optional",
    maxItems: 1,
    refused: "Set backups alone, and change their time in the control panel.",
    attributes: {
      hour: { type: "int", use: "optional" },
      plan: { type: "string", use: "optional" },
      weekday: { type: "string", use: "optional" },
    },
  },
  backups: { type: "bool", use: "optional", default: false },
  created_at: { type: "string", use: "computed" },
  disk: { type: "int", use: "computed" },
  droplet_agent: { type: "bool", use: "optional", forceNew: true },
  graceful_shutdown: { type: "bool", use: "optional", default: false },
  image: { type: "string", use: "required", forceNew: true },
  ipv4_address: { type: "string", use: "computed" },
  ipv4_address_private: { type: "string", use: "computed" },
  // It can be turned on in place, but not off.
  ipv6: { type: "bool", use: "optional", default: false, replacedWhenRemoved: true },
  ipv6_address: { type: "string", use: "optional+computed", refused: "Leave the choice to DigitalOcean." },
  locked: { type: "bool", use: "computed" },
  memory: { type: "int", use: "computed" },
  monitoring: { type: "bool", use: "optional", default: false, forceNew: true },
  name: { type: "string", use: "required", check: ofLength(1, 255) },
  price_hourly: { type: "float", use: "computed" },
  price_monthly: { type: "float", use: "computed" },
  private_networking: {
    type: "bool",
    use: "optional+computed",
    deprecated: "Every droplet is in a VPC. Leave it out, and set vpc_uuid.",
    refused: "Every droplet is in a VPC: set vpc_uuid.",
  },
  region: { type: "string", use: "optional+computed", forceNew: true, normalize: lowerCase },
  resize_disk: { type: "bool", use: "optional", default: true },
  size: { type: "string", use: "required", normalize: lowerCase },
  ssh_keys: { type: "set", element: "string", use: "optional", forceNew: true, importedAs: [NOT_REPORTED] },
  status: { type: "string", use: "computed" },
  tags: { type: "set", element: "string", use: "optional", check: checkTags },
  urn: { type: "string", use: "computed" },
  user_data: {
    type: "string",
    use: "optional",
    forceNew: true,
    check: checkUserData,
    normalize: hashed,
    importedAs: NOT_REPORTED,
  },
  vcpus: { type: "int", use: "computed" },
  volume_ids: {
    type: "set",
    element: "string",
    use: "optional+computed",
    refused: "Attach volumes in the control panel.",
  },
  vpc_uuid: { type: "string", use: "optional+computed", forceNew: true },
};
