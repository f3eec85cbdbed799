import assert from "node:assert/strict";
import type { Answer, Client } from "./client.ts";

/** Requests that are right as they are; tests change what they are about. */
export const droplet = {
  name: "web-1",
  region: "fra1",
  size: "s-1vcpu-1gb",
  image: "debian-13-x64",
} as const;

export const loadBalancer = {
  name: "site-load-balancer",
  region: "fra1",
  forwarding_rules: [{ entry_protocol: "http", entry_port: 80, target_protocol: "http", target_port: 8080 }],
} as const;

export const cluster = {
  name: "site-database",
  engine: "mysql",
  version: "8",
  size: "db-s-1vcpu-2gb",
  region: "fra1",
  num_nodes: 2,
} as const;

export const firewall = {
  name: "site-web",
  inbound_rules: [{ protocol: "tcp", ports: "8080", sources: { addresses: ["10.110.0.0/20"] } }],
  outbound_rules: [{ protocol: "tcp", ports: "all", destinations: { addresses: ["0.0.0.0/0", "::/0"] } }],
} as const;

export const alertPolicy = {
  type: "v1/insights/droplet/cpu",
  description: "cpu",
  compare: "GreaterThan",
  value: 80,
  window: "5m",
  entities: [],
  tags: [],
  alerts: { email: ["a@example.com"], slack: [] },
  enabled: true,
} as const;

export const publicKey =
  "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAILfv0/7FO+30vGZNi1qPTzA0pHcPltzj6nkV2d6jvT8G someone@example";

/** Creates something that has to succeed. @returns what the answer holds under the only key that isn't `links`. */
export async function made(client: Client, path: string, body: object) {
  const answer = await client.post(path, body);
  assert.ok(answer.status < 300, `${path}: ${answer.status} ${JSON.stringify(answer.body)}`);
  const key = Object.keys(answer.body).find((each) => each !== "links");
  return answer.body[key ?? ""];
}

/** That a request was refused, with exactly this status and message. */
export function refused(answer: Answer, status: number, message: string): void {
  assert.deepEqual({ status: answer.status, message: answer.body.message }, { status, message });
  assert.match(answer.body.id, /^[a-z_]+$/);
  assert.match(answer.body.request_id, /^[0-9a-f-]{36}$/);
}
