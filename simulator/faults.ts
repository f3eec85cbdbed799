import { z } from "zod";
import { CREATIONS } from "./account/transition.ts";

const count = z.int().min(1).default(1);
const place = {
  /** Any method if left out. */
  method: z.enum(["GET", "POST", "PUT", "PATCH", "DELETE"]).optional(),
  /** The path that it applies to; `*` matches any text. */
  path: z.string().default("*"),
};

/** Something that is to go wrong, and how often. */
export const faultRequest = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("answer"),
    ...place,
    status: z.int().min(400).max(599),
    message: z.string().optional(),
    /** Seconds, for the header Retry-After. */
    retryAfterSeconds: z.int().min(0).optional(),
    count,
  }),
  /** The connection is closed without an answer, and nothing is done. */
  z.strictObject({ kind: z.literal("drop"), ...place, count }),
  z.strictObject({ kind: z.literal("delay"), ...place, delayMs: z.int().min(1).max(600_000), count }),
  z.strictObject({
    kind: z.literal("creation"),
    creation: z.enum(CREATIONS),
    outcome: z.enum(["stuck", "fails"]),
    count,
  }),
]);

export type FaultRequest = z.input<typeof faultRequest>;
export type Fault = z.output<typeof faultRequest>;
/** A fault of the wire. Faulty creations are a matter of the account's state. */
export type WireFault = Exclude<Fault, { readonly kind: "creation" }>;

/** The faults that a request meets, at most one of a kind, and those that are left after it. */
export function meet(
  faults: readonly WireFault[],
  method: string,
  path: string,
): { readonly met: readonly WireFault[]; readonly left: readonly WireFault[] } {
  if (faults.length === 0) return { met: [], left: faults };
  const concerned = faults.filter((fault) => concerns(fault, method, path));
  const met = concerned.filter(
    (fault, index) => concerned.findIndex(({ kind }) => kind === fault.kind) === index,
  );
  const left = faults.flatMap((fault) => {
    if (!met.includes(fault)) return fault;
    return fault.count > 1 ? { ...fault, count: fault.count - 1 } : [];
  });
  return { met, left };
}

function concerns(fault: WireFault, method: string, path: string): boolean {
  if (fault.method !== undefined && fault.method !== method) return false;
  const literal = (text: string): string => text.replace(/[.+?^${}()|[\]\\]/g, "\\$&");
  const pattern = fault.path.split("*").map(literal).join(".*");
  return new RegExp(`^${pattern}$`).test(path);
}
