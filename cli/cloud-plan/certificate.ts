import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import type { Problem } from "../../modules/config/index.ts";

/** The user's own certificate, as its files hold it (PEM). */
export interface CertificateTexts {
  readonly certificate: string;
  readonly privateKey: string;
  readonly chain: string | undefined;
}

/** What is wrong with the user's certificate for this domain now: DigitalOcean reports it only on upload. */
export function certificateProblems(
  texts: CertificateTexts,
  domain: string | undefined,
  now: Date,
): readonly Problem[] {
  const certificate = parsed(() => new X509Certificate(texts.certificate));
  const key = parsed(() => createPrivateKey(texts.privateKey));
  return [
    ...(certificate === undefined
      ? [unreadable("certificate", "a certificate", "CERTIFICATE")]
      : ofCertificate(certificate, domain, now)),
    ...(key === undefined
      ? [unreadable("privateKey", "a private key without a passphrase", "PRIVATE KEY")]
      : []),
    ...(certificate === undefined || key === undefined ? [] : ofPair(certificate, key)),
    ...(certificate === undefined || texts.chain === undefined ? [] : ofChain(certificate, texts.chain)),
  ];
}

function ofCertificate(certificate: X509Certificate, domain: string | undefined, now: Date): Problem[] {
  const path = "cloud.certificate.certificate";
  const problems: Problem[] = [];
  const { validFromDate: from, validToDate: to } = certificate;
  if (now < from || now > to)
    problems.push({
      path,
      given: `got one that is valid from ${day(from)} to ${day(to)}`,
      allowed: "one that is valid today",
      hint: "renew it, or leave cloud.certificate out for one from Let's Encrypt",
    });
  if (domain !== undefined && certificate.checkHost(domain) === undefined)
    problems.push({
      path,
      given: `got one for ${certificate.subjectAltName?.replaceAll("DNS:", "") ?? "no domain"}`,
      allowed: `one for cloud.domain, "${domain}"`,
      hint: `openssl x509 -noout -ext subjectAltName shows a file's domains`,
    });
  return problems;
}

function ofPair(certificate: X509Certificate, key: KeyObject): Problem[] {
  if (certificate.checkPrivateKey(key)) return [];
  return [
    {
      path: "cloud.certificate.privateKey",
      given: "got the key of another certificate",
      allowed: "the key that cloud.certificate.certificate was made with",
      hint: "both are written by one run of the program that made them",
    },
  ];
}

function ofChain(certificate: X509Certificate, chain: string): Problem[] {
  const issuer = parsed(() => new X509Certificate(chain));
  if (issuer === undefined) return [unreadable("chain", "certificates", "CERTIFICATE")];
  if (certificate.checkIssued(issuer)) return [];
  return [
    {
      path: "cloud.certificate.chain",
      given: `got one that begins with ${oneLine(issuer.subject)}`,
      allowed: `the certificate of its issuer first: ${oneLine(certificate.issuer)}`,
      hint: "leave the site's own certificate out of it",
    },
  ];
}

function unreadable(part: keyof CertificateTexts, what: string, label: string): Problem {
  return {
    path: `cloud.certificate.${part}`,
    given: "got a file that can't be read as such",
    allowed: `${what} in PEM form`,
    hint: `its first line is -----BEGIN ${label}-----`,
  };
}

function parsed<Result>(parse: () => Result): Result | undefined {
  try {
    return parse();
  } catch {
    return undefined;
  }
}

function oneLine(name: string): string {
  return name.replaceAll("\n", ", ");
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}
