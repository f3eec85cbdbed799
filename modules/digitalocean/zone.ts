/** Domains in whose DNS zone a domain's record can be, the nearest first; at least two labels each. */
export function zoneCandidates(domain: string): readonly string[] {
  const labels = domain.split(".");
  return labels.slice(0, -1).map((_, index) => labels.slice(index).join("."));
}
