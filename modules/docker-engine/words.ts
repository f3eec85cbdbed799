/** True for an error that is an answer of the engine, which has a status code, and none of the connection. */
export function isEngineAnswer(error: unknown): error is Error & { readonly statusCode: number } {
  return error instanceof Error && "statusCode" in error && typeof error.statusCode === "number";
}

/** What the engine said, without the client's wrapping. */
export function engineWords(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const json = "json" in error ? error.json : undefined;
  if (typeof json === "object" && json !== null && "message" in json) return String(json.message).trim();
  return error.message.replace(/^\(HTTP code \d+\) [^-]*- /, "").trim();
}
