import type { Fields, Work } from "../plugin/index.ts";
import { type Api, found } from "./api.ts";

interface Tagged {
  readonly id: string;
  readonly type: "droplet" | "database";
}

/** Removes tags from an object and adds others; creates a tag that doesn't exist yet. */
export async function retag(
  { client, signal }: Work<Api>,
  { id, type }: Tagged,
  before: readonly string[],
  after: readonly string[],
): Promise<void> {
  const resources: Fields = { resources: [{ resource_id: id, resource_type: type }] };
  for (const name of before.filter((tag) => !after.includes(tag))) {
    await found(client.send(signal, "DELETE", pathOf(name), resources));
  }
  for (const name of after.filter((tag) => !before.includes(tag))) {
    await client.send(signal, "POST", "/v2/tags", { name });
    await client.send(signal, "POST", pathOf(name), resources);
  }
}

function pathOf(tag: string): string {
  return `/v2/tags/${encodeURIComponent(tag)}/resources`;
}
