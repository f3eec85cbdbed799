import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import ajvFormats from "ajv-formats";
import { allowances, neverSent, newerValues } from "./allowances.ts";
import { at, type Document, isJson, type Json } from "./document.ts";

/** A request or an answer, and where it belongs in the document. */
export interface Exchange {
  readonly method: string;
  /** The path as the document has it, with placeholders. */
  readonly path: string;
}

/** What the document has against what was sent; undefined: it is valid. */
export interface Validator {
  request(exchange: Exchange, body: unknown, query: Readonly<Record<string, string>>): string | undefined;
  answer(exchange: Exchange, status: number, body: object | undefined): string | undefined;
}

const ROOT = "openapi";

/** Checks by an OpenAPI document. Each operation is compiled when it is first used. */
export function validatorOf(original: Document): Validator {
  const document = amended(original);
  const ajv = new Ajv({
    strict: false,
    validateSchema: false,
    // Compiling takes longer than all that is ever checked in a run.
    code: { optimize: false },
    // The document's pattern of tags escapes a colon, which the stricter kind of expression forbids.
    unicodeRegExp: false,
    formats: { url: true, string: true, int32: true, float: true },
  });
  ajvFormats.default(ajv, ["uuid", "date-time", "uri", "ipv4", "ipv6"]);
  ajv.addSchema(document, ROOT);
  const coercing = new Ajv({ strict: false, validateSchema: false, coerceTypes: true, logger: false });
  coercing.addSchema(document, ROOT);

  const bodies = remembered((method: string, path: string) =>
    compiled(
      ajv,
      at(document, document.paths, path, method, "requestBody", "content", "application/json", "schema"),
    ),
  );
  const queries = remembered((method: string, path: string) =>
    compiled(coercing, querySchema(document, method, path)),
  );
  const answers = remembered((method: string, path: string, status: string) => {
    const responses = at(document, document.paths, path, method, "responses");
    const response = at(document, responses, status) ?? at(document, responses, "default");
    return {
      isKnown: response !== undefined,
      check: compiled(ajv, at(document, response, "content", "application/json", "schema")),
    };
  });

  return {
    request({ method, path }, body, query) {
      const operation = method.toLowerCase();
      const inQuery = complaint(queries(operation, path), query, "query");
      if (inQuery !== undefined) return inQuery;
      const check = bodies(operation, path);
      if (check === undefined) return undefined;
      if (body === undefined) {
        const isNeeded = at(document, document.paths, path, operation, "requestBody", "required") === true;
        return isNeeded ? "a request body is needed" : undefined;
      }
      return complaint(check, isJson(body) ? admitted(method, path, body) : body, "");
    },
    answer({ method, path }, status, body) {
      if (at(document, document.paths, path) === undefined) return undefined;
      const { isKnown, check } = answers(method.toLowerCase(), path, String(status));
      if (!isKnown) return `status ${status} is not documented`;
      if (check === undefined)
        return body === undefined ? undefined : "an answer without a body is documented";
      if (body === undefined) return "an answer with a body is documented";
      return complaint(check, body, "");
    },
  };
}

function compiled(ajv: Ajv, schema: unknown): ValidateFunction | undefined {
  return isJson(schema) ? ajv.compile(schema) : undefined;
}

function complaint(check: ValidateFunction | undefined, value: unknown, where: string): string | undefined {
  if (check === undefined || check(value)) return undefined;
  return errorText(check.errors ?? [], where);
}

/** The complaint that lies deepest: of alternatives, the one that came nearest. */
function errorText(errors: readonly ErrorObject[], where: string): string {
  const depth = ({ instancePath, keyword }: ErrorObject): number =>
    instancePath.split("/").length * 2 - (keyword === "oneOf" || keyword === "anyOf" ? 1 : 0);
  const error = errors.toSorted((one, other) => depth(other) - depth(one))[0];
  if (error === undefined) return "invalid";
  const field = error.instancePath.slice(1).replaceAll("/", ".") || where;
  const allowed = error.keyword === "enum" ? `: ${[error.params.allowedValues].flat().join(", ")}` : "";
  return `${field === "" ? "" : `${field} `}${error.message}${allowed}`;
}

function admitted(method: string, path: string, body: Json): Json {
  return allowances
    .filter((allowance) => allowance.method === method && allowance.path === path)
    .reduce((current, { admit }) => admit(current), body);
}

/** The parameters outside of path and body, as one object. */
function querySchema(document: Document, method: string, path: string): object | undefined {
  const parameters = at(document, document.paths, path, method, "parameters");
  if (!Array.isArray(parameters)) return undefined;
  const given = parameters.map((each) => at(document, each)).filter(isJson);
  const inQuery = given.filter((parameter) => parameter.in === "query");
  return {
    type: "object",
    properties: Object.fromEntries(inQuery.map(({ name, schema }) => [String(name), schema])),
    required: inQuery.filter(({ required }) => required === true).map(({ name }) => String(name)),
  };
}

/** The document with references that can be followed from anywhere, and with what it lacks. */
function amended(document: Document): Document {
  const paths = walked(document.paths);
  const components = walked(document.components);
  if (!isJson(paths) || !isJson(components)) return document;
  const result: Document = { ...document, paths, components };
  for (const [operation, fields] of Object.entries(neverSent)) {
    const [method = "", path = ""] = operation.split(" ");
    const schema = at(
      result,
      paths,
      path,
      method.toLowerCase(),
      "requestBody",
      "content",
      "application/json",
      "schema",
    );
    relax(result, schema, fields);
  }
  return result;
}

function walked(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(walked);
  if (!isJson(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => {
      if (key === "$ref" && typeof inner === "string") return [key, inner.replace(/^#/, `${ROOT}#`)];
      if (key === "enum" && Array.isArray(inner)) return [key, withNewer(inner)];
      return [key, walked(inner)];
    }),
  );
}

function withNewer(values: readonly unknown[]): readonly unknown[] {
  const added = newerValues.filter(({ beside }) => values.includes(beside)).flatMap((each) => each.added);
  return [...new Set([...values, ...added])];
}

/** Takes fields off the lists of required ones, in this schema and in those that it is made of. */
function relax(document: Document, schema: unknown, fields: readonly string[]): void {
  if (!isJson(schema)) return;
  const { required, allOf } = schema;
  if (Array.isArray(required)) {
    for (const field of fields) {
      const place = required.indexOf(field);
      if (place >= 0) required.splice(place, 1);
    }
  }
  if (Array.isArray(allOf)) for (const part of allOf) relax(document, at(document, part), fields);
}

function remembered<K extends readonly string[], V>(make: (...keys: K) => V): (...keys: K) => V {
  const known = new Map<string, { readonly value: V }>();
  return (...keys) => {
    const key = keys.join(" ");
    const entry = known.get(key) ?? { value: make(...keys) };
    known.set(key, entry);
    return entry.value;
  };
}
