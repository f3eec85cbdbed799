import { existsSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** Where Debian has an administrator put CA certificates, each as a `.crt`. */
const FOLDER = "usr/local/share/ca-certificates";

/** Files with CA certificates that are the user's own: this machine's, and those that the environment names. */
export function ownCertificates(
  environment: Readonly<Record<string, string | undefined>>,
  root = "/",
): readonly string[] {
  const folder = join(root, FOLDER);
  const names = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith(".crt")) : [];
  const named = [environment.SSL_CERT_FILE, environment.NODE_EXTRA_CA_CERTS].flatMap((file) => file || []);
  return [...new Set([...names.sort().map((name) => join(folder, name)), ...named])];
}

/** Commands, for root, by which a system in a folder trusts these certificates: its apt, above all. */
export function trustCommands(root: string, files: readonly string[]): readonly (readonly string[])[] {
  if (files.length === 0) return [];
  const place = (index: number) => join(root, FOLDER, `lampstand-${index + 1}.crt`);
  return [
    ...files.map((file, index) => ["install", "-D", "-m", "0644", file, place(index)]),
    ["chroot", root, "update-ca-certificates"],
  ];
}
