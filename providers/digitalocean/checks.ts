import { isIPv4 } from "node:net";
import { isList, UNKNOWN, type Value } from "../plugin/index.ts";

type Check = (value: Value) => string | null;

/** Gives a check that allows only the given texts. */
export function oneOf(...allowed: readonly string[]): Check {
  return (value) =>
    allowed.some((text) => text === value)
      ? null
      : `Allowed: ${allowed.map((text) => `"${text}"`).join(", ")}.`;
}

/** Gives a check that allows numbers of a range, its ends included. */
export function between(least: number, most: number): Check {
  return (value) =>
    Number(value) >= least && Number(value) <= most ? null : `Allowed: ${least} to ${most}.`;
}

/** Gives a check that allows texts of a length, its ends included. */
export function ofLength(least: number, most: number): Check {
  return (value) => {
    const length = typeof value === "string" ? value.length : 0;
    return length >= least && length <= most ? null : `Allowed: ${least} to ${most} characters.`;
  };
}

export function checkTag(value: Value): string | null {
  return typeof value === "string" && /^[a-zA-Z0-9:\-_]{1,255}$/.test(value)
    ? null
    : "Allowed: 1 to 255 letters, digits, colons, dashes and underscores.";
}

export function checkTags(value: Value): string | null {
  const tags = isList(value) ? value.filter((tag) => tag !== UNKNOWN) : [];
  return tags.map(checkTag).find((objection) => objection !== null) ?? null;
}

/** A VPC's range is private (RFC 1918) and from /16 to /28. */
export function checkVpcRange(value: Value): string | null {
  const [address = "", prefix = ""] = String(value).split("/");
  const [first = 0, second = 0] = address.split(".").map(Number);
  const isPrivate =
    first === 10 || (first === 172 && second >= 16 && second <= 31) || (first === 192 && second === 168);
  const isSized = /^\d+$/.test(prefix) && Number(prefix) >= 16 && Number(prefix) <= 28;
  if (isIPv4(address) && isPrivate && isSized) return null;
  return 'A private range (RFC 1918) from /16 to /28 is needed, e.g. "10.110.0.0/20".';
}

/** What a droplet may be given as user data, in bytes. */
const USER_DATA_BYTES = 64 * 1024;

export function checkUserData(value: Value): string | null {
  const bytes = typeof value === "string" ? Buffer.byteLength(value) : 0;
  return bytes > 0 && bytes <= USER_DATA_BYTES
    ? null
    : `1 byte to 64 KiB are allowed; this is ${bytes} bytes.`;
}

/** Texts that are the same but for the case of their letters. */
export function sameLetters(stored: Value, configured: Value): boolean {
  return String(stored).toLowerCase() === String(configured).toLowerCase();
}

/** A port, a range of ports or all of them, as the API writes them. */
export function checkPorts(value: Value): string | null {
  const [first = "", last = first] = String(value).split("-");
  const isRange = [first, last].every((port) => /^\d+$/.test(port) && Number(port) <= 65535);
  if (value === "all" || (isRange && Number(first) <= Number(last))) return null;
  return 'Allowed: a port as "80", a range as "8000-9000", or "all".';
}
