import { z } from "zod";
import type { Transition } from "./transition.ts";

export const PROTOCOLS = ["http", "https", "http2", "http3", "tcp", "udp"] as const;

export const forwardingRule = z.object({
  entry_protocol: z.enum(PROTOCOLS),
  entry_port: z.int().min(1).max(65535),
  target_protocol: z.enum(PROTOCOLS),
  target_port: z.int().min(1).max(65535),
  certificate_id: z.string().default(""),
  tls_passthrough: z.boolean().default(false),
});

export type ForwardingRule = z.output<typeof forwardingRule>;

/** Defaults and ranges are the documented ones. */
export const healthCheck = z.object({
  protocol: z.enum(["http", "https", "tcp"]).default("http"),
  port: z.int().min(1).max(65535).default(80),
  path: z.string().default("/"),
  check_interval_seconds: z.int().min(3).max(300).default(10),
  response_timeout_seconds: z.int().min(3).max(300).default(5),
  unhealthy_threshold: z.int().min(2).max(10).default(5),
  healthy_threshold: z.int().min(2).max(10).default(3),
});

export const stickySessions = z.object({
  type: z.enum(["cookies", "none"]).default("none"),
  cookie_name: z.string().optional(),
  cookie_ttl_seconds: z.int().optional(),
});

/** How a balancer works, with all defaults filled in. */
export interface BalancerSettings {
  readonly name: string;
  readonly algorithm: string;
  readonly size: string;
  readonly size_unit: number;
  readonly forwarding_rules: readonly ForwardingRule[];
  readonly health_check: z.output<typeof healthCheck>;
  readonly sticky_sessions: z.output<typeof stickySessions>;
  readonly tag: string;
  readonly droplet_ids: readonly number[];
  readonly redirect_http_to_https: boolean;
  readonly enable_proxy_protocol: boolean;
  readonly enable_backend_keepalive: boolean;
  readonly http_idle_timeout_seconds: number;
  readonly disable_lets_encrypt_dns_records: boolean;
  readonly type: string;
  readonly network: string;
  readonly network_stack: string;
  readonly tls_cipher_policy: string;
  readonly firewall?: { readonly deny: readonly string[]; readonly allow: readonly string[] };
}

export interface LoadBalancer extends BalancerSettings {
  readonly id: string;
  readonly region: string;
  readonly vpc_uuid: string;
  readonly ip: string;
  readonly created_at: string;
  readonly readiness: Transition<"new", "active" | "errored">;
}
