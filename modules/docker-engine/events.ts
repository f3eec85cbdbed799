import { createInterface } from "node:readline";
import { finished } from "node:stream/promises";
import { z } from "zod";

const errorEvent = z.object({ error: z.string() });

/**
 * Reads what an engine reports of a pull or an import, to the end. The client's own reader takes an event that is an
 * error, and a connection that breaks off, for a good end.
 *
 * @throws Error with the engine's words, or when the connection breaks off
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
      const told = errorEvent.safeParse(event);
      if (told.success) failure = told.data.error;
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
