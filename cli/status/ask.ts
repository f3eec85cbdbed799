const askTimeoutMs = 2_000;

/** The text at an address; undefined where nothing answers, or not with success. */
export async function ask(url: string): Promise<string | undefined> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(askTimeoutMs) });
    return response.ok ? await response.text() : undefined;
  } catch {
    // No answer is an answer, and who asks says what it means.
    return undefined;
  }
}
