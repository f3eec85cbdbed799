import type { Glossary } from "../html/acronyms.ts";
export const glossary: Glossary = new Map([
  ["SPOF", "single point of failure"],
  ["LAMP", "Linux, Apache, MySQL, PHP"],
]);
