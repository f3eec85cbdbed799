import { DataDigitaloceanSshKey } from "@cdktf/provider-digitalocean/lib/data-digitalocean-ssh-key/index.js";
import { SshKey } from "@cdktf/provider-digitalocean/lib/ssh-key/index.js";
import { Construct } from "constructs";
import type { ObjectNames } from "./names.ts";
import type { SshKeySource } from "./stage-site.ts";

export interface SshKeysProps {
  readonly names: ObjectNames;
  readonly keys: readonly SshKeySource[];
}

/** The SSH keys that droplets are made with: looked up in the account by name, or put there from a file. */
export class SshKeys extends Construct {
  readonly fingerprints: readonly string[];

  constructor(scope: Construct, id: string, { names, keys }: SshKeysProps) {
    super(scope, id);
    this.fingerprints = keys.map((key) =>
      key.kind === "account"
        ? new DataDigitaloceanSshKey(this, `account-${key.name}`, { name: key.name }).fingerprint
        : new SshKey(this, `file-${key.fileName}`, {
            name: names.sshKey(key.fileName),
            publicKey: key.publicKey,
          }).fingerprint,
    );
  }
}
