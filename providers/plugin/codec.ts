import { decode, ExtData, ExtensionCodec, encode } from "@msgpack/msgpack";
import type { Attribute, Attributes, Scalar } from "./schema.ts";
import { type Fields, isFields, isList, UNKNOWN, type Value } from "./value.ts";

/** MessagePack extension of an unknown value, and of one about which something is known. */
const UNKNOWN_EXTENSION = 0;
const REFINED_UNKNOWN_EXTENSION = 12;

const extensionCodec = new ExtensionCodec();
extensionCodec.register({ type: UNKNOWN_EXTENSION, encode: () => null, decode: () => UNKNOWN });
extensionCodec.register({ type: REFINED_UNKNOWN_EXTENSION, encode: () => null, decode: () => UNKNOWN });

/**
 * Reads a block from MessagePack, the form in which Terraform sends values.
 * @throws Error where the bytes hold something that a block can't.
 */
export function decodeBlock(bytes: Uint8Array, attributes: Attributes): Fields | null {
  return blockFrom(decode(bytes, { extensionCodec }), attributes);
}

/** Writes a block as MessagePack; what it lacks is written as null, as Terraform wants every attribute. */
export function encodeBlock(fields: Fields | null, attributes: Attributes): Uint8Array {
  return encode(fields === null ? null : packBlock(fields, attributes), { extensionCodec });
}

/** Gives a block its schema's form: what the schema doesn't know is dropped, what is missing is null. */
export function blockFrom(source: unknown, attributes: Attributes): Fields | null {
  if (source === null || source === undefined) return null;
  if (!isRecord(source)) throw new Error(`A block was expected, but Terraform sent ${typeof source}.`);
  const entries = Object.entries(attributes).map(([name, attribute]) => [
    name,
    valueFrom(source[name], attribute),
  ]);
  return Object.fromEntries(entries);
}

function valueFrom(source: unknown, attribute: Attribute): Value {
  if (source === UNKNOWN) return UNKNOWN;
  if (source === null || source === undefined) return attribute.type === "blocks" ? [] : null;
  if (attribute.type === "blocks") {
    const items = attribute.nesting === "single" ? [source] : arrayFrom(source);
    return items.map((item) => (item === UNKNOWN ? UNKNOWN : blockFrom(item, attribute.attributes)));
  }
  if (attribute.type === "list" || attribute.type === "set") {
    return arrayFrom(source).map((item) => scalarFrom(item, attribute.element));
  }
  if (attribute.type !== "map") return scalarFrom(source, attribute.type);
  if (!isRecord(source)) throw new Error("A map was expected, but Terraform sent something else.");
  return Object.fromEntries(
    Object.entries(source).map(([key, item]) => [key, scalarFrom(item, attribute.element)]),
  );
}

function scalarFrom(source: unknown, scalar: Scalar): Value {
  if (source === UNKNOWN) return UNKNOWN;
  if (source === null || source === undefined) return null;
  if (scalar === "bool") return source === true || source === "true";
  if (scalar === "string") return String(source);
  const number = Number(source);
  if (Number.isNaN(number)) throw new Error(`A number was expected, but Terraform sent ${String(source)}.`);
  return number;
}

function arrayFrom(source: unknown): unknown[] {
  if (!Array.isArray(source)) throw new Error("A list was expected, but Terraform sent something else.");
  return source;
}

function isRecord(source: unknown): source is Record<string, unknown> {
  return typeof source === "object" && source !== null && !Array.isArray(source);
}

function packBlock(fields: Fields, attributes: Attributes): Record<string, unknown> {
  const entries = Object.entries(attributes).map(([name, attribute]) => [
    name,
    pack(fields[name] ?? null, attribute),
  ]);
  return Object.fromEntries(entries);
}

function pack(value: Value, attribute: Attribute): unknown {
  if (value === UNKNOWN) return unknownMark();
  if (attribute.type === "blocks") {
    const items = isList(value) ? value : [];
    const packed = items.map((item) =>
      isFields(item) ? packBlock(item, attribute.attributes) : unknownMark(),
    );
    return attribute.nesting === "single" ? (packed[0] ?? null) : packed;
  }
  if (isList(value)) return value.map((item) => (item === UNKNOWN ? unknownMark() : item));
  if (!isFields(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, item === UNKNOWN ? unknownMark() : item]),
  );
}

function unknownMark(): ExtData {
  return new ExtData(UNKNOWN_EXTENSION, new Uint8Array([0]));
}
