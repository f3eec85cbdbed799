import { type Fields, isFields, isList, keyOf, parseDuration, type Value } from "../plugin/index.ts";

/** Gives a check that allows only the given texts. */
export function oneOf(...allowed: readonly string[]): (value: Value) => string | null {
  return (value) =>
    allowed.some((text) => text === value)
      ? null
      : `Allowed: ${allowed.map((text) => `"${text}"`).join(", ")}.`;
}

export function checkDuration(value: Value): string | null {
  if (typeof value === "string" && parseDuration(value) !== null) return null;
  return 'A duration is a number with a unit, e.g. "500ms", "10s" or "1m30s".';
}

export function checkCpus(value: Value): string | null {
  return Number(value) > 0 ? null : 'A number of processors above 0 is needed, e.g. "0.5".';
}

export function checkPermissions(value: Value): string | null {
  return typeof value === "string" && /^[0-7]{3,4}$/.test(value)
    ? null
    : 'Three or four octal digits are needed, e.g. "0644".';
}

export function checkHost(value: Value): string | null {
  if (typeof value === "string" && /^(unix:\/\/\/|npipe:\/\/|tcp:\/\/[^/]+:\d+$)/.test(value)) return null;
  return 'Allowed: a socket as "unix:///var/run/docker.sock" or an address as "tcp://127.0.0.1:2375".';
}

/** Published ports mean the same in any order; one that was left to the engine keeps what the engine chose. */
export function samePorts(stored: Value, configured: Value): boolean {
  if (!isList(stored) || !isList(configured) || stored.length !== configured.length) return false;
  const wanted = configured.filter(isFields);
  return keyOf(stored.filter(isFields).map(portKey).sort()) === keyOf(wanted.map(portKey).sort());
}

function portKey(port: Fields): string {
  return keyOf(port);
}

/** A setting that is left to the image: the image's value is then the requested one. */
export function sameUnlessGiven(_stored: Value, configured: Value): boolean {
  return configured === null || configured === "";
}
