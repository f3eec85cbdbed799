import { z } from "zod";
import { parseJson } from "../../modules/json/index.ts";

const diagnosticSchema = z.object({
  severity: z.string(),
  summary: z.string(),
  detail: z.string().optional(),
  address: z.string().optional(),
});

/** What Terraform or a provider complains about. */
export type Diagnostic = Readonly<z.infer<typeof diagnosticSchema>>;

const eventSchema = z.object({
  type: z.string().optional(),
  /** The line that Terraform would have printed without `-json`. */
  "@message": z.string().optional(),
  hook: z
    .object({
      resource: z.object({ addr: z.string().optional() }).optional(),
      action: z.string().optional(),
      elapsed_seconds: z.number().optional(),
    })
    .optional(),
  changes: z
    .object({ add: z.number(), change: z.number(), remove: z.number(), operation: z.string() })
    .optional(),
  diagnostic: diagnosticSchema.optional(),
});

/** An event of `terraform -json`, as far as it is used here. */
export type TerraformEvent = Readonly<z.infer<typeof eventSchema>>;

/** The event that a line of Terraform's output is; undefined where it is another text. */
export function parseEvent(line: string): TerraformEvent | undefined {
  return line.startsWith("{") ? parseJson(line, eventSchema) : undefined;
}
