import { blocksOf, type Fields, isFields, isList, textOf } from "../plugin/index.ts";

/** The engine's form of label blocks. */
export function labelsFrom(fields: Fields): Record<string, string> {
  return Object.fromEntries(
    blocksOf(fields, "labels").map((block) => [textOf(block, "label") ?? "", textOf(block, "value") ?? ""]),
  );
}

/** Label blocks of the engine's labels. */
export function labelBlocks(labels: Readonly<Record<string, string>> | null | undefined): Fields[] {
  return Object.entries(labels ?? {}).map(([label, value]) => ({ label, value }));
}

/** State version 0 kept labels as a map; later ones keep blocks. */
export function liftLabels(state: Fields): Fields {
  const { labels } = state;
  if (labels === undefined || labels === null || isList(labels) || !isFields(labels)) return state;
  return { ...state, labels: Object.entries(labels).map(([label, value]) => ({ label, value })) };
}
