import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Certificate } from "../config/index.ts";
import { stageWhole } from "../staging/index.ts";
import type { CertificateTexts } from "./certificate-problems.ts";

/** The files of the user's own certificate. */
export function readCertificate(files: Certificate): CertificateTexts {
  return {
    certificate: readFileSync(files.certificate, "utf8"),
    privateKey: readFileSync(files.privateKey, "utf8"),
    chain: files.chain === undefined ? undefined : readFileSync(files.chain, "utf8"),
  };
}

const ownName = /^site-[0-9a-f]{16}\.pem$/;

/**
 * Puts the user's own certificate beside the balancer's, under a name that changes with it. Earlier ones go, but for the newest:
 * the configuration in force may name it.
 * @param mode of the file
 * @returns the file's name
 */
export function stageOwnCertificate(
  balancerFolder: string,
  { certificate, chain = "", privateKey }: CertificateTexts,
  mode: 0o600 | 0o644,
): string {
  const text = [certificate, chain, privateKey]
    .map((each) => each.trim())
    .filter(Boolean)
    .join("\n");
  const name = `site-${createHash("sha256").update(text).digest("hex").slice(0, 16)}.pem`;
  const path = join(balancerFolder, name);
  if (!existsSync(path)) {
    for (const old of earlierThanNewest(balancerFolder)) rmSync(join(balancerFolder, old));
    stageWhole(path, `${text}\n`, mode);
  }
  return name;
}

function earlierThanNewest(folder: string): readonly string[] {
  const byTime = readdirSync(folder)
    .filter((name) => ownName.test(name))
    .map((name) => ({ name, madeAtMs: statSync(join(folder, name)).mtimeMs }))
    .sort((a, b) => b.madeAtMs - a.madeAtMs);
  return byTime.slice(1).map(({ name }) => name);
}
