import type { Attributes } from "../plugin/index.ts";

/** What is in a `labels` block of any docker resource. */
export const labelAttributes: Attributes = {
  label: { type: "string", use: "required", forceNew: true },
  value: { type: "string", use: "required", forceNew: true },
};
