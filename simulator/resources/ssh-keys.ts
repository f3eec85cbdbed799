import { createHash } from "node:crypto";
import { z } from "zod";
import type { SshKey } from "../account/compute.ts";
import { numberOf } from "../account/ids.ts";
import { nextSerial, type State } from "../account/state.ts";
import { put, without } from "../account/tables.ts";
import { found, type Reply, unprocessable } from "../answer.ts";
import { type Call, created, noContent, ok, page, param, parse, type Route, route } from "../call.ts";

const creation = z.object({ name: z.string().min(1), public_key: z.string() });
const update = z.object({ name: z.string().min(1).optional() });

/** By number or by fingerprint, as the API takes either. */
export function sshKeyOf(state: State, given: string | number): SshKey | undefined {
  const byId = state.sshKeys[String(given)];
  return byId ?? Object.values(state.sshKeys).find(({ fingerprint }) => fingerprint === given);
}

function create(call: Call): Reply {
  const { name, public_key } = parse(call, creation);
  const fingerprint = fingerprintOf(public_key);
  if (fingerprint === undefined) throw unprocessable("Key invalid, key should be of the format 'type key'");
  if (Object.values(call.state.sshKeys).some((key) => key.fingerprint === fingerprint)) {
    throw unprocessable("SSH Key is already in use on your account");
  }
  const { state, serial } = nextSerial(call.state);
  const key: SshKey = { id: numberOf(serial), name, public_key, fingerprint };
  return created({ ...state, sshKeys: put(state.sshKeys, key.id, key) }, { ssh_key: key });
}

/** MD5 of the key's blob, in pairs: how OpenSSH showed keys for long, and the API does still. */
function fingerprintOf(publicKey: string): string | undefined {
  const [type = "", base64 = ""] = publicKey.trim().split(/\s+/);
  const blob = Buffer.from(base64, "base64");
  if (blob.length < 8 || blob.subarray(4, 4 + blob.readUInt32BE(0)).toString() !== type) return undefined;
  const hex = createHash("md5").update(blob).digest("hex");
  return hex.match(/../g)?.join(":");
}

function keyOf(call: Call): SshKey {
  return found(sshKeyOf(call.state, param(call, "ssh_key_identifier")));
}

function rename(call: Call): Reply {
  const key = keyOf(call);
  const renamed = { ...key, name: parse(call, update).name ?? key.name };
  return ok({ ...call.state, sshKeys: put(call.state.sshKeys, key.id, renamed) }, { ssh_key: renamed });
}

export const sshKeyRoutes: readonly Route[] = [
  route("GET", "/v2/account/keys", (call) =>
    page(call, "ssh_keys", Object.values(call.state.sshKeys), (key) => key),
  ),
  route("POST", "/v2/account/keys", create),
  route("GET", "/v2/account/keys/{ssh_key_identifier}", (call) => ok(call.state, { ssh_key: keyOf(call) })),
  route("PUT", "/v2/account/keys/{ssh_key_identifier}", rename),
  route("DELETE", "/v2/account/keys/{ssh_key_identifier}", (call) =>
    noContent({ ...call.state, sshKeys: without(call.state.sshKeys, keyOf(call).id) }),
  ),
];
