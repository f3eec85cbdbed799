import { readFileSync } from "node:fs";
import type { z } from "zod";

/** What a text holds as JSON; undefined where it is no JSON, or not what the schema wants. */
export function parseJson<T>(text: string, schema: z.ZodType<T>): T | undefined {
  try {
    return schema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}

/** The same of a file; undefined also where it can't be read. */
export function readJson<T>(file: string, schema: z.ZodType<T>): T | undefined {
  try {
    return parseJson(readFileSync(file, "utf8"), schema);
  } catch {
    return undefined;
  }
}
