import type { Route } from "./call.ts";

export type Match =
  | { readonly kind: "route"; readonly route: Route; readonly params: Readonly<Record<string, string>> }
  /** The path is there, the method isn't. */
  | { readonly kind: "wrong-method" }
  | { readonly kind: "none" };

interface Entry {
  readonly route: Route;
  readonly segments: readonly string[];
  readonly placeholders: number;
}

/** Finds routes by path. Of two that match, the one with fewer placeholders wins: /default before /{id}. */
export function routerOf(routes: readonly Route[]): (method: string, path: string) => Match {
  const byShape = Map.groupBy(
    routes.map(entryOf).toSorted((one, other) => one.placeholders - other.placeholders),
    ({ segments }) => shapeOf(segments),
  );
  return (method, path) => {
    const segments = path.split("/");
    const matching = (byShape.get(shapeOf(segments)) ?? []).filter((entry) => matches(entry, segments));
    const entry = matching.find(({ route }) => route.method === method);
    if (entry === undefined) return { kind: matching.length > 0 ? "wrong-method" : "none" };
    return { kind: "route", route: entry.route, params: paramsOf(entry, segments) };
  };
}

function entryOf(route: Route): Entry {
  const segments = route.path.split("/");
  return { route, segments, placeholders: segments.filter(isPlaceholder).length };
}

function shapeOf(segments: readonly string[]): string {
  return `${segments.length} ${segments[2] ?? ""}`;
}

function isPlaceholder(segment: string): boolean {
  return segment.startsWith("{");
}

function matches({ segments }: Entry, given: readonly string[]): boolean {
  return segments.every((segment, index) =>
    isPlaceholder(segment) ? given[index] !== "" : segment === given[index],
  );
}

function paramsOf({ segments }: Entry, given: readonly string[]): Record<string, string> {
  return Object.fromEntries(
    segments.flatMap((segment, index) =>
      isPlaceholder(segment) ? [[segment.slice(1, -1), decoded(given[index] ?? "")]] : [],
    ),
  );
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
