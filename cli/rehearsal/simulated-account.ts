import { generateKeyPairSync } from "node:crypto";
import type { ResolvedConfig } from "../../modules/config/index.ts";
import { zoneCandidates } from "../../modules/digitalocean/index.ts";
import { createOne } from "../../modules/digitalocean-api/index.ts";
import { type Simulator, startSimulator } from "../../simulator/index.ts";

/** An account whose limits allow the stack and the web nodes that replace the first ones. */
const limits = { droplets: 2_100, loadBalancers: 10 };

/** An account of its own on this machine, with what the config takes for granted: its domain, and its keys by name. */
export async function startSimulatedAccount(config: ResolvedConfig): Promise<Simulator> {
  const simulator = await startSimulator({ port: 0, speed: "instant", limits });
  const { domain, sshKeys } = config.cloud;
  if (domain !== undefined)
    await createOne(simulator, "/v2/domains", { name: zoneCandidates(domain).at(-1) });
  for (const name of sshKeys.filter((key) => !key.endsWith(".pub")))
    await createOne(simulator, "/v2/account/keys", { name, public_key: `${newPublicKey()} ${name}` });
  return simulator;
}

/** Of a key that nobody has: only a name was given, and nobody logs in to a simulation. */
function newPublicKey(): string {
  const { publicKey } = generateKeyPairSync("ed25519");
  const raw = publicKey.export({ format: "der", type: "spki" }).subarray(-32);
  const part = (bytes: Uint8Array) => {
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return Buffer.concat([length, bytes]);
  };
  const blob = Buffer.concat([part(Buffer.from("ssh-ed25519")), part(raw)]);
  return `ssh-ed25519 ${blob.toString("base64")}`;
}
