/** One line on standard output, which is the container's log. */
export function log(line: string): void {
  console.log(`${new Date().toISOString()} agent: ${line}`);
}

/** The text of whatever was thrown. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

export function sleep(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
