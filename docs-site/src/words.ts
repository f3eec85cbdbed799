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

interface Range {
  readonly min: number;
  readonly max: number;
}

/** "2", or "2 to 6" where it isn't always the same. */
export function range({ min, max }: Range): string {
  return min === max ? grouped(min) : `${grouped(min)} to ${grouped(max)}`;
}

/** "$24", "$12.50", "$24 to $60". */
export function dollars(amount: number | Range): string {
  if (typeof amount === "number")
    return `$${amount.toLocaleString("en", { minimumFractionDigits: Number.isInteger(amount) ? 0 : 2 })}`;
  return amount.min === amount.max ? dollars(amount.min) : `${dollars(amount.min)} to ${dollars(amount.max)}`;
}
