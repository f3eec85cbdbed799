import {
  type Attributes,
  blocksOf,
  type Fields,
  numberOf,
  ProviderError,
  textOf,
  type Work,
} from "../plugin/index.ts";
import { type Api, ApiFailure, fieldsOf } from "./api.ts";
import { waitFor } from "./wait.ts";

/** Where a database is and how to log in: the same in clusters and replicas. */
export const connectionAttributes: Attributes = {
  database: { type: "string", use: "computed" },
  host: { type: "string", use: "computed" },
  password: { type: "string", use: "computed", sensitive: true },
  port: { type: "int", use: "computed" },
  private_host: { type: "string", use: "computed" },
  private_uri: { type: "string", use: "computed", sensitive: true },
  uri: { type: "string", use: "computed", sensitive: true },
  user: { type: "string", use: "computed" },
};

/** A password that the API no longer returns stays as it was stored. */
export function connectionState(answer: Fields, resource: Fields): Fields {
  const open = fieldsOf(answer, "connection");
  const inside = fieldsOf(answer, "private_connection");
  return {
    database: textOf(open, "database"),
    host: textOf(open, "host"),
    password: textOf(open, "password") || textOf(resource, "password"),
    port: numberOf(open, "port"),
    private_host: textOf(inside, "host"),
    private_uri: textOf(inside, "uri"),
    uri: textOf(open, "uri"),
    user: textOf(open, "user"),
  };
}

/** What a cluster or replica does on its way to "online"; any other status is a failure. */
const UNDER_WAY = new Set(["creating", "resizing", "migrating", "forking"]);
/** A new object may be unknown for a moment; one that is unknown for longer is gone. */
const UNKNOWN_POLLS = 6;

/**
 * Waits until a cluster or replica is online and as asked for.
 * @throws ProviderError where it is gone, or in a status that leads nowhere.
 */
export async function waitOnline(
  work: Work<Api>,
  path: string,
  envelope: string,
  isAsAsked: (answer: Fields) => boolean = () => true,
): Promise<Fields> {
  let unknownPolls = 0;
  return waitFor(work.signal, async () => {
    const found = await work.client.find(work.signal, path);
    if (found === null) {
      unknownPolls += 1;
      if (unknownPolls < UNKNOWN_POLLS) return null;
      throw new Error(`${path} is not there any more: it was deleted, or its creation was given up.`);
    }
    const answer = fieldsOf(found, envelope);
    const status = textOf(answer, "status") ?? "";
    if (status === "online") return isAsAsked(answer) ? answer : null;
    if (UNDER_WAY.has(status)) return null;
    throw new Error(`unexpected state '${status}', wanted 'online'`);
  });
}

/** The addresses at which metrics are served. */
export function metricsEndpoints(answer: Fields): string[] {
  return blocksOf(answer, "metrics_endpoints").map(
    (endpoint) => `https://${textOf(endpoint, "host") ?? ""}:${numberOf(endpoint, "port") ?? ""}/metrics`,
  );
}

/**
 * Looks up a cluster or replica, null where there is none. One whose creation failed is refused by its own path, but
 * still listed: `isLost`.
 */
export async function lookUp(
  { client, signal }: Work<Api>,
  path: string,
  envelope: string,
  collection: { readonly path: string; readonly key: string; readonly isIt: (listed: Fields) => boolean },
): Promise<{ readonly answer: Fields; readonly isLost: boolean } | null> {
  try {
    const found = await client.find(signal, path);
    return found && { answer: fieldsOf(found, envelope), isLost: false };
  } catch (thrown) {
    if (!(thrown instanceof ApiFailure) || thrown.status !== 403) throw thrown;
    const listed = await client.list(signal, collection.path, collection.key);
    const answer = listed.find(collection.isIt);
    if (answer) return { answer, isLost: true };
    throw thrown;
  }
}

/** The message after a failed creation: what was created costs money until it is deleted. */
export function failedCreation(noun: string, id: string, thrown: unknown): ProviderError {
  const reason = thrown instanceof ProviderError ? thrown.message : String(thrown);
  const detail = `${noun} ${id} may still exist, and then it costs. It is kept in the state as tainted: the next apply deletes it and makes another one, and destroy deletes it.`;
  return new ProviderError(reason, detail);
}
