import type { Attributes } from "../plugin/index.ts";
import { between, checkTag, oneOf, sameLetters } from "./checks.ts";
import { lowerCase } from "./stored-form.ts";

const ONLY_REGIONAL = "Only regional load balancers are implemented.";
const BY_NAME = "A Let's Encrypt certificate gets another id whenever it is renewed. Give certificate_name.";

const domainAttributes: Attributes = {
  certificate_id: { type: "string", use: "computed" },
  certificate_name: { type: "string", use: "optional+computed" },
  is_managed: { type: "bool", use: "optional", default: false },
  name: { type: "string", use: "required" },
  ssl_validation_error_reasons: { type: "list", element: "string", use: "computed" },
  verification_error_reasons: { type: "list", element: "string", use: "computed" },
};

const forwardingRuleAttributes: Attributes = {
  certificate_id: { type: "string", use: "optional+computed", deprecated: BY_NAME },
  certificate_name: { type: "string", use: "optional+computed" },
  entry_port: { type: "int", use: "required", check: between(1, 65535) },
  entry_protocol: {
    type: "string",
    use: "required",
    check: oneOf("http", "https", "http2", "http3", "tcp", "udp"),
  },
  target_port: { type: "int", use: "required", check: between(1, 65535) },
  target_protocol: { type: "string", use: "required", check: oneOf("http", "https", "http2", "tcp", "udp") },
  tls_passthrough: { type: "bool", use: "optional", default: false },
};

const globalAttributes: Attributes = {
  cdn: {
    type: "blocks",
    nesting: "list",
    use: "optional",
    maxItems: 1,
    attributes: { is_enabled: { type: "bool", use: "optional", default: false } },
  },
  failover_threshold: { type: "int", use: "optional" },
  region_priorities: { type: "map", element: "int", use: "optional" },
  target_port: { type: "int", use: "required" },
  target_protocol: { type: "string", use: "required" },
};

const healthcheckAttributes: Attributes = {
  check_interval_seconds: { type: "int", use: "optional", default: 10, check: between(3, 300) },
  healthy_threshold: { type: "int", use: "optional", default: 5, check: between(2, 10) },
  path: { type: "string", use: "optional" },
  port: { type: "int", use: "required", check: between(1, 65535) },
  protocol: { type: "string", use: "required", check: oneOf("http", "https", "tcp") },
  response_timeout_seconds: { type: "int", use: "optional", default: 5, check: between(3, 300) },
  unhealthy_threshold: { type: "int", use: "optional", default: 3, check: between(2, 10) },
};

/** The attributes of a digitalocean_loadbalancer, state version 1. */
export const loadbalancerAttributes: Attributes = {
  algorithm: {
    type: "string",
    use: "optional",
    default: "round_robin",
    deprecated: "Load balancers no longer have a choice of algorithm. Leave it out.",
    check: oneOf("round_robin", "least_connections"),
  },
  disable_lets_encrypt_dns_records: { type: "bool", use: "optional", default: false },
  domains: {
    type: "blocks",
    nesting: "set",
    use: "optional+computed",
    refused: ONLY_REGIONAL,
    attributes: domainAttributes,
  },
  droplet_ids: { type: "set", element: "int", use: "optional+computed", conflictsWith: ["droplet_tag"] },
  droplet_tag: { type: "string", use: "optional", check: checkTag, same: sameLetters },
  enable_backend_keepalive: { type: "bool", use: "optional", default: false },
  enable_proxy_protocol: { type: "bool", use: "optional", default: false },
  firewall: {
    type: "blocks",
    nesting: "set",
    use: "optional+computed",
    maxItems: 1,
    attributes: {
      allow: { type: "list", element: "string", use: "optional" },
      deny: { type: "list", element: "string", use: "optional" },
    },
  },
  forwarding_rule: {
    type: "blocks",
    nesting: "set",
    use: "optional",
    conflictsWith: ["glb_settings"],
    attributes: forwardingRuleAttributes,
  },
  glb_settings: {
    type: "blocks",
    nesting: "list",
    use: "optional+computed",
    maxItems: 1,
    conflictsWith: ["forwarding_rule"],
    refused: ONLY_REGIONAL,
    attributes: globalAttributes,
  },
  healthcheck: {
    type: "blocks",
    nesting: "list",
    use: "optional+computed",
    maxItems: 1,
    attributes: healthcheckAttributes,
  },
  http_idle_timeout_seconds: { type: "int", use: "optional+computed", check: between(30, 600) },
  ip: { type: "string", use: "computed" },
  ipv6: { type: "string", use: "computed" },
  name: { type: "string", use: "required" },
  network: { type: "string", use: "optional", forceNew: true, check: oneOf("EXTERNAL", "INTERNAL") },
  network_stack: { type: "string", use: "optional", forceNew: true, check: oneOf("IPV4", "DUALSTACK") },
  project_id: { type: "string", use: "optional+computed" },
  redirect_http_to_https: { type: "bool", use: "optional", default: false },
  region: { type: "string", use: "optional", forceNew: true, normalize: lowerCase },
  size: { type: "string", use: "optional", check: oneOf("lb-small", "lb-medium", "lb-large") },
  size_unit: { type: "int", use: "optional+computed", check: between(1, 100) },
  status: { type: "string", use: "computed" },
  sticky_sessions: {
    type: "blocks",
    nesting: "list",
    use: "optional+computed",
    maxItems: 1,
    attributes: {
      cookie_name: { type: "string", use: "optional" },
      cookie_ttl_seconds: { type: "int", use: "optional" },
      type: { type: "string", use: "optional", default: "none", check: oneOf("cookies", "none") },
    },
  },
  target_load_balancer_ids: {
    type: "set",
    element: "string",
    use: "optional+computed",
    refused: ONLY_REGIONAL,
  },
  tls_cipher_policy: { type: "string", use: "optional", check: oneOf("DEFAULT", "STRONG") },
  type: {
    type: "string",
    use: "optional+computed",
    forceNew: true,
    check: oneOf("REGIONAL", "REGIONAL_NETWORK"),
  },
  urn: { type: "string", use: "computed" },
  vpc_uuid: { type: "string", use: "optional+computed", forceNew: true },
};
