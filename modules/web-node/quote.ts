/**
 * A php.ini value that PHP reads back unchanged: single quotes are taken raw, and a single quote itself goes
 * between double quotes; PHP joins adjacent strings (but not empty ones).
 */
export function phpIniValue(value: string | number | boolean): string {
  if (typeof value === "boolean") return value ? "On" : "Off";
  if (typeof value === "number") return String(value);
  if (value === "") return '""';
  return value
    .split(/('+)/)
    .filter((part) => part !== "")
    .map((part) => (part.startsWith("'") ? `"${part}"` : `'${part}'`))
    .join("");
}

/** One argument of a directive of Apache's, in double quotes. The config refuses what Apache would expand. */
export function apacheWord(text: string): string {
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}

/** One word of POSIX shell, taken literally. */
export function shellWord(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** A double-quoted YAML scalar in printable ASCII, so that no YAML reader sees a character that it forbids. */
export function yamlString(text: string): string {
  // By code point, so that a pair of surrogates is one character.
  const escaped = text.replace(/["\\]|[^\x20-\x7e]/gu, (character) => {
    if (character === '"' || character === "\\") return `\\${character}`;
    const code = character.codePointAt(0) ?? 0;
    return code > 0xffff
      ? `\\U${code.toString(16).padStart(8, "0")}`
      : `\\u${code.toString(16).padStart(4, "0")}`;
  });
  return `"${escaped}"`;
}
