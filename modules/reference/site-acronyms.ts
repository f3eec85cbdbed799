import { acronyms } from "./acronyms.ts";

/** app/src/acronyms.php: the site stays plain PHP, and the words are the same as here. */
export function siteAcronyms(): string {
  return `<?php

declare(strict_types=1);

/** Acronym => [its long form, what it means here]. From modules/reference, by write-site-acronyms.ts. */
return [
${acronyms
  .filter(({ isOnSite }) => isOnSite)
  .map(({ acronym, expansion, meaning }) => `    ${php(acronym)} => [${php(expansion)}, ${php(meaning)}],`)
  .join("\n")}
];
`;
}

/** A text as PHP writes it. */
function php(text: string): string {
  return `'${text.replaceAll(/[\\']/g, "\\$&")}'`;
}
