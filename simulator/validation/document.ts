import { readFileSync } from "node:fs";
import { join } from "node:path";

/** A JSON value that is an object. */
export type Json = { readonly [key: string]: unknown };

/** DigitalOcean's OpenAPI document, as JSON. */
export interface Document extends Json {
  readonly paths: Json;
  readonly components: Json;
}

/** DigitalOcean's own document, pruned; see the README beside it. */
const documentFile = join(import.meta.dirname, "../openapi/openapi.json");

/** @throws Error if the file can't be read, is no JSON or no OpenAPI document. */
export function readDocument(): Document {
  const document: unknown = JSON.parse(readFileSync(documentFile, "utf8"));
  if (!isDocument(document))
    throw new Error(`${documentFile} is no OpenAPI document: it has no paths and components`);
  return document;
}

function isDocument(value: unknown): value is Document {
  return isJson(value) && isJson(value.paths) && isJson(value.components);
}

export function isJson(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** What is at the end of the keys, with references followed on the way; undefined where nothing is. */
export function at(document: Document, from: unknown, ...keys: readonly string[]): unknown {
  let value = followed(document, from);
  for (const key of keys) value = isJson(value) ? followed(document, value[key]) : undefined;
  return value;
}

function followed(document: Document, value: unknown): unknown {
  let target = value;
  while (isJson(target) && typeof target.$ref === "string") {
    const keys = target.$ref.slice(target.$ref.indexOf("#/") + 2).split("/");
    target = keys.reduce<unknown>(
      (inner, key) => (isJson(inner) ? inner[key.replaceAll("~1", "/").replaceAll("~0", "~")] : undefined),
      document,
    );
  }
  return target;
}
