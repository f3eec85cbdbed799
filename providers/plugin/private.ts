/** Kept beside a resource's state, unseen by the user: it exists, but can only be made anew. */
const LOST = Buffer.from(JSON.stringify({ standIn: { isLost: true } }));

/** Whether the last reading found the resource lost; what another provider left there doesn't count. */
export function isMarkedLost(bytes: Uint8Array): boolean {
  return LOST.equals(bytes);
}

/** Marks the resource as lost, or removes the mark; everything else is kept. */
export function markLost(before: Uint8Array, isLost: boolean): Uint8Array {
  if (isLost) return LOST;
  return isMarkedLost(before) ? new Uint8Array() : before;
}
