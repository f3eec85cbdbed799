export { type Acronym, acronyms } from "./acronyms.ts";
export { type ConfigField, configFields } from "./config-fields.ts";
export type { FailureText } from "./failures/text.ts";
export { failureTexts } from "./failures/texts.ts";
export type { Guide, Look, Reading, Stack, Value } from "./guide.ts";
export { guides } from "./guides.ts";
export { siteAcronyms } from "./site-acronyms.ts";
