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

/** One word of POSIX shell, taken literally. */
export function shellWord(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/** A double-quoted YAML scalar in printable ASCII, so that no YAML reader sees a character that it forbids. */
export function yamlString(text: string): string {
  const escaped = Array.from(text, (character) => {
    const code = character.codePointAt(0) ?? 0;
    if (character === '"' || character === "\\") return `\\${character}`;
    if (code >= 0x20 && code < 0x7f) return character;
    return code > 0xffff
      ? `\\U${code.toString(16).padStart(8, "0")}`
      : `\\u${code.toString(16).padStart(4, "0")}`;
  });
  return `"${escaped.join("")}"`;
}
