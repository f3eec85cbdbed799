export type PathStep = string | number;

/** What Terraform shows to the user, at the attribute that the path leads to. */
export interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly summary: string;
  readonly detail: string;
  readonly path: readonly PathStep[];
}

/** A failure that is shown to the user: what failed, and in detail why and what to do. */
export class ProviderError extends Error {
  readonly detail: string;
  readonly path: readonly PathStep[];

  constructor(summary: string, detail: string, path: readonly PathStep[] = []) {
    super(summary);
    this.detail = detail;
    this.path = path;
  }
}

/** Turns whatever was thrown into a diagnostic. */
export function diagnosticOf(thrown: unknown): Diagnostic {
  if (thrown instanceof ProviderError) {
    return { severity: "error", summary: thrown.message, detail: thrown.detail, path: thrown.path };
  }
  const summary = thrown instanceof Error ? thrown.message : String(thrown);
  return { severity: "error", summary, detail: "", path: [] };
}
