import { createHash } from "node:crypto";

/** The API numbers droplets, actions, keys and records. */
export function numberOf(serial: number): number {
  return 500_000_000 + serial;
}

/** The same serial gives the same id, so that a run can be repeated. */
export function uuidOf(serial: number): string {
  const hex = digestOf(`id ${serial}`);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Hexadecimal digits that look random and depend on nothing but the text. */
export function digestOf(text: string): string {
  return createHash("sha256").update(`lampstand simulator ${text}`).digest("hex");
}

/** A time as the API writes it: whole seconds, UTC. */
export function timeText(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
