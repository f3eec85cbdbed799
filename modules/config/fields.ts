import { z } from "zod";
import { configSchema } from "./schema.ts";

/** One field of the config, as its schema describes it: the parts of JSON Schema that are used here. */
export interface Field {
  readonly type?: string | readonly string[] | undefined;
  readonly enum?: readonly unknown[] | undefined;
  readonly const?: unknown;
  readonly anyOf?: readonly Field[] | undefined;
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
  readonly maxItems?: number | undefined;
  readonly properties?: Readonly<Record<string, Field>> | undefined;
  /** Names of the properties that can't be left out. */
  readonly required?: readonly string[] | undefined;
  readonly items?: Field | undefined;
  readonly additionalProperties?: Field | boolean | undefined;
  readonly description?: string | undefined;
  readonly allowed?: string | undefined;
  readonly example?: unknown;
  readonly unit?: string | undefined;
}

const fieldSchema: z.ZodType<Field> = z.lazy(() =>
  z.object({
    type: z.union([z.string(), z.array(z.string())]).optional(),
    enum: z.array(z.unknown()).optional(),
    const: z.unknown().optional(),
    anyOf: z.array(fieldSchema).optional(),
    minimum: z.number().optional(),
    maximum: z.number().optional(),
    maxItems: z.number().optional(),
    properties: z.record(z.string(), fieldSchema).optional(),
    required: z.array(z.string()).optional(),
    items: fieldSchema.optional(),
    additionalProperties: z.union([z.boolean(), fieldSchema]).optional(),
    description: z.string().optional(),
    allowed: z.string().optional(),
    example: z.unknown().optional(),
    unit: z.string().optional(),
  }),
);

/** The whole config as a field, its parts in `properties`. */
export function configField(): Field {
  return fieldSchema.parse(z.toJSONSchema(configSchema, { io: "input" }));
}
