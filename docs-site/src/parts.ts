import { type Guide, guides } from "../../modules/reference/index.ts";
import { cloud, config, local } from "./stack.ts";

/** A part of the stack as each target has it; undefined where a target has no such thing. */
export interface Part {
  readonly id: string;
  readonly title: string;
  readonly local: Guide | undefined;
  readonly cloud: Guide | undefined;
}

/** Every part that either stack has, in the order of a request. */
export const parts: readonly Part[] = joined(
  guides({ config, topology: local }),
  guides({ config, topology: cloud }),
);

function joined(locals: readonly Guide[], clouds: readonly Guide[]): Part[] {
  const ids = new Set([...locals, ...clouds].map(({ id }) => id));
  return [...ids].map((id) => {
    const found = {
      local: locals.find((guide) => guide.id === id),
      cloud: clouds.find((guide) => guide.id === id),
    };
    return { id, title: (found.local ?? found.cloud)?.title ?? id, ...found };
  });
}
