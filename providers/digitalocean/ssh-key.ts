import type { DataSource } from "../plugin/index.ts";
import { type Attributes, ProviderError, textOf, type Value } from "../plugin/index.ts";
import type { Api } from "./api.ts";
import { idOf, pick } from "./fields.ts";
import { doing, restResource } from "./rest-resource.ts";

const attributes: Attributes = {
  fingerprint: { type: "string", use: "computed" },
  name: { type: "string", use: "required" },
  public_key: { type: "string", use: "required", forceNew: true, same: sameKey },
};

export const sshKey = restResource({
  noun: "SSH Key",
  schema: { version: 0, attributes, timeouts: { create: 20 * 60_000 } },
  collection: () => "/v2/account/keys",
  envelope: "ssh_key",
  body: (planned) => pick(planned, "name", "public_key"),
  updateBody: (planned) => pick(planned, "name"),
  state: (answer) => ({ ...pick(answer, ...Object.keys(attributes)), id: idOf(answer) }),
});

/** A key of the account by its name. */
export const sshKeyByName: DataSource<Api> = {
  attributes: {
    fingerprint: { type: "string", use: "computed" },
    id: { type: "int", use: "computed" },
    name: { type: "string", use: "required" },
    public_key: { type: "string", use: "computed" },
  },
  read({ client, signal }, config) {
    const name = textOf(config, "name") ?? "";
    return doing("retrieving SSH keys", signal, async () => {
      const keys = await client.list(signal, "/v2/account/keys", "ssh_keys");
      const [key, another] = keys.filter((candidate) => candidate.name === name);
      if (key && !another) return pick(key, "id", "name", "public_key", "fingerprint");
      const known = keys.map((candidate) => textOf(candidate, "name") ?? "").sort();
      throw another
        ? new ProviderError(`The account has several SSH keys named ${name}`, "Give each a name of its own.")
        : new ProviderError(
            `The account has no SSH key named ${name}`,
            `It has: ${known.join(", ") || "none"}. Names are compared to the letter.`,
          );
    });
  },
};

/** White space around a key, as at a file's end, means nothing. */
function sameKey(stored: Value, configured: Value): boolean {
  return String(stored).trim() === String(configured).trim();
}
