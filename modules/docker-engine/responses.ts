import { createInterface } from "node:readline";
import { finished } from "node:stream/promises";
import { z } from "zod";

const errorEvent = z.object({ error: z.string() });

/**
 * Reads what an engine reports of a pull or an import, to the end. The client's own reader takes an event that is an
 * error, and a connection that breaks off, for success.
 *
 * @throws Error with the engine's message, or when the connection breaks off
 */
export async function followEvents(
  stream: NodeJS.ReadableStream,
  onEvent: (event: unknown) => void = () => undefined,
): Promise<void> {
  const followed = Promise.withResolvers<void>();
  let failure: string | undefined;
  const lines = createInterface({ input: stream });
  // An error of the stream is one of its lines too.
  lines.on("error", followed.reject);
  lines.on("line", (line) => {
    if (line.trim() === "") return;
    try {
      const event: unknown = JSON.parse(line);
      const failed = errorEvent.safeParse(event);
      if (failed.success) failure = failed.data.error;
      else onEvent(event);
    } catch (error) {
      followed.reject(error);
    }
  });
  finished(stream).then(
    () => (failure === undefined ? followed.resolve() : followed.reject(new Error(failure))),
    followed.reject,
  );
  await followed.promise;
}

/** True for an error that the engine responded with, which has a status code; false for one of the connection. */
export function isEngineResponse(error: unknown): error is Error & { readonly statusCode: number } {
  return error instanceof Error && "statusCode" in error && typeof error.statusCode === "number";
}

/** The engine's own message, without the client's wrapping. */
export function engineMessage(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const json = "json" in error ? error.json : undefined;
  if (typeof json === "object" && json !== null && "message" in json) return String(json.message).trim();
  return error.message.replace(/^\(HTTP code \d+\) [^-]*- /, "").trim();
}

/**
 * The text of a multiplexed stream: without a terminal the engine puts a header before each piece of output, a byte for the
 * stream, three empty ones and four of length.
 */
export function demultiplex(bytes: Buffer): string {
  const pieces: Buffer[] = [];
  for (let at = 0; at + 8 <= bytes.length; ) {
    const length = bytes.readUInt32BE(at + 4);
    pieces.push(bytes.subarray(at + 8, at + 8 + length));
    at += 8 + length;
  }
  return Buffer.concat(pieces).toString();
}
