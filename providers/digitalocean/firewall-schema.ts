import type { Attributes } from "../plugin/index.ts";
import { checkPorts, oneOf } from "./checks.ts";

const PROTOCOLS = oneOf("tcp", "udp", "icmp");

/** The attributes of a digitalocean_firewall, state version 0. */
export const firewallAttributes: Attributes = {
  created_at: { type: "string", use: "computed" },
  droplet_ids: { type: "set", element: "int", use: "optional" },
  inbound_rule: {
    type: "blocks",
    nesting: "set",
    use: "optional",
    attributes: {
      port_range: { type: "string", use: "optional", check: checkPorts },
      protocol: { type: "string", use: "required", check: PROTOCOLS },
      source_addresses: { type: "set", element: "string", use: "optional" },
      source_droplet_ids: { type: "set", element: "int", use: "optional" },
      source_kubernetes_ids: { type: "set", element: "string", use: "optional" },
      source_load_balancer_uids: { type: "set", element: "string", use: "optional" },
      source_tags: { type: "set", element: "string", use: "optional" },
    },
  },
  name: { type: "string", use: "required" },
  outbound_rule: {
    type: "blocks",
    nesting: "set",
    use: "optional",
    attributes: {
      destination_addresses: { type: "set", element: "string", use: "optional" },
      destination_droplet_ids: { type: "set", element: "int", use: "optional" },
      destination_kubernetes_ids: { type: "set", element: "string", use: "optional" },
      destination_load_balancer_uids: { type: "set", element: "string", use: "optional" },
      destination_tags: { type: "set", element: "string", use: "optional" },
      port_range: { type: "string", use: "optional", check: checkPorts },
      protocol: { type: "string", use: "required", check: PROTOCOLS },
    },
  },
  pending_changes: {
    type: "blocks",
    nesting: "list",
    use: "computed",
    attributes: {
      droplet_id: { type: "int", use: "optional" },
      removing: { type: "bool", use: "optional" },
      status: { type: "string", use: "optional" },
    },
  },
  status: { type: "string", use: "computed" },
  tags: { type: "set", element: "string", use: "optional" },
};
