import { z } from "zod";
import reference from "../../docs/api/reference.json" with { type: "json" };

const memberSchema = z.object({
  name: z.string(),
  type: z.string(),
  /** Exported types that `type` names. */
  links: z.array(z.string()).readonly(),
  isOptional: z.boolean(),
  /** Sentences, with code in backticks. */
  text: z.string(),
  byDefault: z.string().optional(),
});
const entrySchema = z.object({
  name: z.string(),
  kind: z.enum(["class", "interface", "function", "type", "constant"]),
  text: z.string(),
  /** How it is called, or what a type stands for; none for classes, interfaces, and what is too long to read. */
  signature: z.string().optional(),
  links: z.array(z.string()).readonly(),
  members: z.array(memberSchema).readonly(),
  returns: z.string().optional(),
  throws: z.array(z.string()).readonly(),
});
export type ApiEntry = Readonly<z.infer<typeof entrySchema>>;
/** A property, method or parameter. */
export type ApiMember = Readonly<z.infer<typeof memberSchema>>;

/** The public API by entry point of the npm package, as `npm run api-report` wrote it. */
export const apiReference: Readonly<Record<string, readonly ApiEntry[]>> = z
  .record(z.string(), z.array(entrySchema))
  .parse(reference);

/** What each entry point is for, in the order in which a reader needs them. */
export const entryPoints: Readonly<
  Record<string, { readonly title: string; readonly purpose: string; readonly start: string }>
> = {
  docker: {
    title: "API: Docker",
    purpose: "The constructs of the stack on a Docker engine.",
    start: "LampStack",
  },
  digitalocean: {
    title: "API: DigitalOcean",
    purpose: "The constructs of the stack on DigitalOcean.",
    start: "LampCloud",
  },
  config: {
    title: "API: config",
    purpose: "The tiers' fields, their defaults, and what checks them.",
    start: "defineConfig",
  },
  topology: {
    title: "API: topology",
    purpose: "The stack as plain data: components, networks, connections, and its single points of failure.",
    start: "planTopology",
  },
};

/** The address of an exported name, relative to a page of an entry point. */
const addresses: ReadonlyMap<string, string> = new Map(
  Object.entries(apiReference).flatMap(([entryPoint, entries]) =>
    entries.map(({ name }) => [name, `../${entryPoint}/#${name}`] as const),
  ),
);

/** A type's text in parts: those that are one of the exported types have its address. */
export function typeParts(
  text: string,
  links: readonly string[],
): readonly { readonly text: string; readonly href?: string }[] {
  return text
    .split(/\b([A-Za-z]\w+)\b/)
    .filter((part) => part !== "")
    .map((part) => {
      const href = links.includes(part) ? addresses.get(part) : undefined;
      return href === undefined ? { text: part } : { text: part, href };
    });
}
