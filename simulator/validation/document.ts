import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** A JSON value that is an object. */
export type Json = { readonly [key: string]: unknown };

/** DigitalOcean's OpenAPI document, as JSON. */
export interface Document extends Json {
  readonly paths: Json;
  readonly components: Json;
}

/**
 * Where the document is looked for when nobody names a file. It is DigitalOcean's and no part of this project, so it
 * stands beside the project's folder, or where DIGITALOCEAN_OPENAPI points.
 */
const beside = join(import.meta.dirname, "../../../shared/digitalocean-openapi/openapi.json");

/** @returns the file to read, or undefined where there is none. */
export function documentFile(given: string | undefined): string | undefined {
  if (given !== undefined) return given;
  const named = process.env.DIGITALOCEAN_OPENAPI;
  if (named) return named;
  return existsSync(beside) ? beside : undefined;
}

/** @throws Error if the file can't be read, is no JSON or no OpenAPI document. */
export function readDocument(file: string): Document {
  const document: unknown = JSON.parse(readFileSync(file, "utf8"));
  if (!isDocument(document))
    throw new Error(`${file} is no OpenAPI document: it has no paths and components`);
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
