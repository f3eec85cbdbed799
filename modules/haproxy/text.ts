/** A section of an HAProxy configuration: its opening line and the lines below it. */
export interface Section {
  readonly opening: string;
  readonly lines: readonly string[];
}

/** A setting or a name that HAProxy can't be given. */
export class HaproxySettingError extends Error {
  override readonly name = "HaproxySettingError";
}

/**
 * Joins sections into the text of a configuration file, in their order.
 * @throws HaproxySettingError where a line holds a line break or a section's opening line comes twice.
 */
export function renderSections(sections: readonly Section[]): string {
  const openings = new Set<string>();
  for (const { opening, lines } of sections) {
    if (openings.has(opening)) throw new HaproxySettingError(`section "${opening}" comes twice`);
    openings.add(opening);
    for (const line of [opening, ...lines]) assertNoControlCharacters(line);
  }
  return sections
    .map(({ opening, lines }) => [opening, ...lines.map((line) => `    ${line}`), ""].join("\n"))
    .join("\n");
}

/** One argument, in strong quotes: HAProxy takes everything between them literally. */
export function quoted(text: string): string {
  assertNoControlCharacters(text);
  return `'${text.replaceAll("'", "'\\''")}'`;
}

/**
 * A component id or network alias as a word that needs no quotes: also a DNS label.
 * @throws HaproxySettingError naming the setting, what was given and what is allowed.
 */
export function dnsLabel(path: string, given: string): string {
  if (/^[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/.test(given)) return given;
  throw new HaproxySettingError(
    `${path}: ${JSON.stringify(given)} given; allowed are 1 to 63 lower-case letters, digits and hyphens, ` +
      `starting with a letter and not ending with a hyphen, e.g. "database-1"`,
  );
}

/**
 * A whole number within bounds.
 * @throws HaproxySettingError naming the setting, what was given and what is allowed.
 */
export function wholeNumber(path: string, given: number, least: number, most: number): number {
  if (Number.isInteger(given) && given >= least && given <= most) return given;
  throw new HaproxySettingError(
    `${path}: ${given} given; allowed is a whole number from ${least} to ${most}, e.g. ${least}`,
  );
}

function assertNoControlCharacters(text: string): void {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not get into the file.
  if (!/[\u0000-\u001f\u007f]/.test(text)) return;
  throw new HaproxySettingError(
    `${JSON.stringify(text)} holds a control character, which can't be written into a configuration`,
  );
}
