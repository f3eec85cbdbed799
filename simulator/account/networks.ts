import { z } from "zod";
import type { Transition } from "./transition.ts";

export interface Vpc {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly region: string;
  readonly ip_range: string;
  readonly created_at: string;
  readonly default: boolean;
}

const peers = z.object({
  addresses: z.array(z.string()).optional(),
  droplet_ids: z.array(z.int()).optional(),
  load_balancer_uids: z.array(z.string()).optional(),
  kubernetes_ids: z.array(z.string()).optional(),
  tags: z.array(z.string()).optional(),
});

const PORTS = /^(|0|all|\d{1,5}(-\d{1,5})?)$/;

export const traffic = z.object({
  protocol: z.enum(["tcp", "udp", "icmp"]),
  ports: z.string().regex(PORTS, "must be a port, a range, 0 or all").optional(),
});

export const inboundRule = traffic.extend({ sources: peers });

export const outboundRule = traffic.extend({ destinations: peers });

export type InboundRule = z.output<typeof inboundRule>;

export type OutboundRule = z.output<typeof outboundRule>;

export interface Firewall {
  readonly id: string;
  readonly name: string;
  readonly inbound_rules: readonly InboundRule[];
  readonly outbound_rules: readonly OutboundRule[];
  readonly droplet_ids: readonly number[];
  readonly tags: readonly string[];
  readonly created_at: string;
}

export interface Certificate {
  readonly id: string;
  readonly name: string;
  readonly type: "custom" | "lets_encrypt";
  readonly not_after: string;
  readonly sha1_fingerprint: string;
  readonly created_at: string;
  readonly dns_names: readonly string[];
  readonly issue: Transition<"pending" | "verified", "verified">;
}

export interface DnsRecord {
  readonly id: number;
  readonly type: string;
  readonly name: string;
  readonly data: string;
  readonly priority: number | null;
  readonly port: number | null;
  readonly ttl: number;
  readonly weight: number | null;
  readonly flags: number | null;
  readonly tag: string | null;
}

export interface Domain {
  readonly name: string;
  readonly ttl: number;
  readonly records: readonly DnsRecord[];
}
