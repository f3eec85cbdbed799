import { z } from "zod";
import { extensionIsBuiltIn } from "../../modules/web-node/index.ts";

/** What a site's composer.json says. */
export interface Composer {
  readonly name: string;
  /** Names of the packages that it requires. */
  readonly packages: ReadonlySet<string>;
  /** PHP extensions that it requires and that a node doesn't have anyway, by PHP's names. */
  readonly extensions: readonly string[];
}

const schema = z.object({
  name: z.string().default(""),
  require: z.record(z.string(), z.unknown()).default({}),
});

/** Reads a composer.json; one that is no JSON says nothing. */
export function parseComposer(text: string | undefined): Composer {
  const parsed = schema.safeParse(jsonOf(text ?? "{}"));
  const { name, require } = parsed.success ? parsed.data : schema.parse({});
  const required = Object.keys(require);
  return {
    name,
    packages: new Set(required),
    extensions: required
      .filter((each) => /^ext-[a-z][a-z0-9_]*$/.test(each))
      .map((each) => each.slice("ext-".length))
      .filter((each) => !extensionIsBuiltIn(each))
      .sort(),
  };
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return {};
  }
}
