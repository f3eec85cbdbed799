const small = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"];

/** "three web nodes", "one web node", "12 web nodes". */
export function counted(count: number, singular: string, plural = `${singular}s`): string {
  return `${small[count] ?? count} ${count === 1 ? singular : plural}`;
}

/** "a", "a and b", "a, b and c"; nothing for an empty list. */
export function listed(parts: readonly string[]): string {
  const last = parts.at(-1) ?? "";
  return parts.length < 2 ? last : `${parts.slice(0, -1).join(", ")} and ${last}`;
}

export function capitalized(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}

/** 1536 as "1,536". */
export function grouped(value: number): string {
  return value.toLocaleString("en");
}

/** MiB as a reader knows it: "256 MiB", "2 GiB". */
export function memory(mebibytes: number): string {
  return mebibytes >= 1024 && mebibytes % 512 === 0 ? `${mebibytes / 1024} GiB` : `${mebibytes} MiB`;
}
