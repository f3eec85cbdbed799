import { randomBytes } from "node:crypto";
import { existsSync, readdirSync, readFileSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setMode, stageFile, stageFolder } from "../staging/index.ts";
import { createCa, createServerCertificate, type KeyPair } from "./certificates.ts";

/** Folders of secret files on this machine, each to be mounted into one kind of container. */
export interface StackSecrets {
  /** The CA certificate, to be trusted by a browser or `curl --cacert`. */
  readonly caFile: string;
  /** `balancer.pem`, and `ca.crt`, by which the web nodes' certificate is verified. */
  readonly balancerFolder: string;
  /** `db-password`, `ca.crt`, and Apache's own certificate for the balancer: `server.pem`. */
  readonly webFolder: string;
  /** Changes with the site's own secrets, which are in `site` below that folder. @default none */
  readonly siteSecretsVersion?: string | undefined;
  /** By further database user: `db-password`, `ca.crt`. */
  readonly userFolders: Readonly<Record<string, string>>;
  /** By member: `ca.crt`, `server.crt`, `server.key`, `app-password`, `replication-password`, `users/NAME`. */
  readonly memberFolders: Readonly<Record<string, string>>;
}

type Files = Readonly<Record<string, string>>;

/**
 * Makes the stack's secrets below `folder` (0700, files 0600) where they are missing and gives their places.
 * What exists is never changed: a database's password has to outlive every deploy.
 *
 * @param memberIds the database members, e.g. `database-1`
 * @param readers who reads what containers are given. "everybody": containers whose root is nobody on this machine;
 *   other users of the machine still come no further than `folder`, which is closed
 * @param users further database users, each with a password of its own that every member knows
 */
export async function ensureSecrets(
  folder: string,
  memberIds: readonly string[],
  readers: "owner" | "everybody" = "owner",
  users: readonly string[] = [],
): Promise<StackSecrets> {
  stageFolder(folder, 0o700);
  // An app that is not this project's may have no rule for .lampstand in its own .gitignore.
  stageFile(join(folder, ".gitignore"), "*\n", 0o600);
  const caFolder = join(folder, "authority");
  await ensureFolder(caFolder, async () => {
    const authority = await createCa("Lampstand local CA");
    return { "ca.crt": authority.certificate, "ca.key": authority.key };
  });
  await ensureFolder(join(folder, "passwords"), async () => ({
    app: newPassword(),
    replication: newPassword(),
  }));

  const places = {
    caFile: join(caFolder, "ca.crt"),
    balancerFolder: join(folder, "balancer"),
    webFolder: join(folder, "web"),
    userFolders: Object.fromEntries(users.map((user) => [user, join(folder, "users", user)])),
    memberFolders: Object.fromEntries(memberIds.map((id) => [id, join(folder, id)])),
  };
  const password = (name: string) => readFileSync(join(folder, "passwords", name), "utf8");
  const authority = () => readCa(caFolder);

  await ensureFolder(places.balancerFolder, async () => {
    const names = { dns: ["localhost"], addresses: ["127.0.0.1", "::1"] };
    const pair = await createServerCertificate(authority(), names);
    return { "balancer.pem": pemOf(pair) };
  });
  await ensureFolder(places.webFolder, async () => ({
    "db-password": password("app"),
    "ca.crt": authority().certificate,
  }));
  // Folders of earlier versions lack these two.
  await ensureFile(join(places.balancerFolder, "ca.crt"), async () => authority().certificate);
  await ensureFile(join(places.webFolder, "server.pem"), async () => {
    const pair = await createServerCertificate(authority(), { dns: ["web"], addresses: [] });
    return pemOf(pair);
  });
  for (const id of memberIds)
    await ensureFolder(join(folder, id), async () => {
      const pair = await createServerCertificate(authority(), { dns: [id, "db", "db-read"], addresses: [] });
      return {
        "ca.crt": authority().certificate,
        "server.crt": pair.certificate,
        "server.key": pair.key,
        "app-password": password("app"),
        "replication-password": password("replication"),
      };
    });
  if (users.length > 0) stageFolder(join(folder, "users"), 0o700);
  for (const [user, userFolder] of Object.entries(places.userFolders)) {
    await ensureFolder(userFolder, async () => ({
      "db-password": newPassword(),
      "ca.crt": authority().certificate,
    }));
    const userPassword = readFileSync(join(userFolder, "db-password"), "utf8");
    for (const memberFolder of Object.values(places.memberFolders)) {
      stageFolder(join(memberFolder, "users"), 0o700);
      // Under its name at once: the member that sees it sets the account up.
      const partial = join(memberFolder, "users", `${user}.partial`);
      stageFile(partial, userPassword, 0o600);
      renameSync(partial, join(memberFolder, "users", user));
    }
  }
  if (readers === "everybody")
    for (const given of [
      places.balancerFolder,
      places.webFolder,
      ...Object.values(places.userFolders),
      ...Object.values(places.memberFolders),
    ])
      openFolder(given);
  return places;
}

function openFolder(folder: string): void {
  for (const entry of readdirSync(folder, { withFileTypes: true }))
    if (entry.isDirectory()) openFolder(join(folder, entry.name));
    else setMode(join(folder, entry.name), 0o644);
  setMode(folder, 0o755);
}

function readCa(folder: string): KeyPair {
  return {
    certificate: readFileSync(join(folder, "ca.crt"), "utf8"),
    key: readFileSync(join(folder, "ca.key"), "utf8"),
  };
}

/** Certificate and key in one text. */
function pemOf({ certificate, key }: KeyPair): string {
  return `${certificate.trim()}\n${key.trim()}\n`;
}

/** The file appears whole or not at all. */
async function ensureFile(path: string, make: () => Promise<string>): Promise<void> {
  if (existsSync(path)) return;
  const text = await make();
  const partial = `${path}.${process.pid}.partial`;
  stageFile(partial, text, 0o600);
  // Another program that made one meanwhile keeps its own.
  if (existsSync(path)) rmSync(partial);
  else renameSync(partial, path);
}

/** 192 bits, in letters that need no quoting anywhere. */
function newPassword(): string {
  return randomBytes(24).toString("base64url");
}

/** The folder appears with all its files or not at all. */
async function ensureFolder(path: string, make: () => Promise<Files>): Promise<void> {
  if (existsSync(path)) return;
  const files = await make();
  // Nothing is awaited from here on: another call of this process would use the same partial folder.
  if (existsSync(path)) return;
  const partial = `${path}.${process.pid}.partial`;
  rmSync(partial, { recursive: true, force: true });
  stageFolder(partial, 0o700);
  for (const [name, text] of Object.entries(files)) stageFile(join(partial, name), text, 0o600);
  try {
    renameSync(partial, path);
  } catch (error) {
    rmSync(partial, { recursive: true, force: true });
    if (!existsSync(path)) throw error;
  }
}
