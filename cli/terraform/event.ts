/** An event of `terraform -json`, as far as it is used here. */
export interface TerraformEvent {
  readonly type?: string;
  /** The line that Terraform would have printed without `-json`. */
  readonly "@message"?: string;
  readonly hook?: {
    readonly resource?: { readonly addr?: string };
    readonly action?: string;
    readonly elapsed_seconds?: number;
  };
  readonly changes?: {
    readonly add: number;
    readonly change: number;
    readonly remove: number;
    readonly operation: string;
  };
  readonly diagnostic?: Diagnostic;
}

/** What Terraform or a provider complains about. */
export interface Diagnostic {
  readonly severity: string;
  readonly summary: string;
  readonly detail?: string;
  readonly address?: string;
}

export function parseEvent(line: string): TerraformEvent | undefined {
  if (!line.startsWith("{")) return undefined;
  try {
    const event: TerraformEvent = JSON.parse(line);
    return event;
  } catch {
    return undefined;
  }
}
