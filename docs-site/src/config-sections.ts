/** The part of the config that a field belongs to: the first step of its path, or the stack as a whole. */
export function sectionOf(path: string): string {
  const [first = "", ...below] = path.split(".");
  return below.length === 0 ? "stack" : first;
}
