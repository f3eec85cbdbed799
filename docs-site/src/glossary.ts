import { acronyms } from "../../modules/reference/index.ts";
import type { Glossary } from "../html/acronyms.ts";

/** What the acronyms of these pages stand for. */
export const glossary: Glossary = new Map(acronyms.map(({ acronym, expansion }) => [acronym, expansion]));
