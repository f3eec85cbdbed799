import { createPrivateKey, type KeyObject, X509Certificate } from "node:crypto";
import type { Problem } from "../config/index.ts";

/** The user's own certificate, as its files hold it (PEM). */
export interface CertificateTexts {
  readonly certificate: string;
  readonly privateKey: string;
  readonly chain: string | undefined;
}

/** The fields of the config that name a certificate. */
export type CertificateField = "cloud.certificate" | "loadBalancer.certificate";

/**
 * What is wrong with the user's certificate now: DigitalOcean reports it only on upload, and a browser to a visitor.
 * @param domain that it has to be for; undefined where that isn't known
 */
export function certificateProblems(
  field: CertificateField,
  texts: CertificateTexts,
  domain: string | undefined,
  now: Date,
): readonly Problem[] {
  const certificate = parsed(() => new X509Certificate(texts.certificate));
  const key = parsed(() => createPrivateKey(texts.privateKey));
  return [
    ...(certificate === undefined
      ? [unreadable(field, "certificate", "a certificate", "CERTIFICATE")]
      : ofCertificate(field, certificate, domain, now)),
    ...(key === undefined
      ? [unreadable(field, "privateKey", "a private key without a passphrase", "PRIVATE KEY")]
      : []),
    ...(certificate === undefined || key === undefined ? [] : ofPair(field, certificate, key)),
    ...(certificate === undefined || texts.chain === undefined
      ? []
      : ofChain(field, certificate, texts.chain)),
  ];
}

function ofCertificate(
  field: CertificateField,
  certificate: X509Certificate,
  domain: string | undefined,
  now: Date,
): Problem[] {
  const path = `${field}.certificate`;
  const problems: Problem[] = [];
  const { validFromDate: from, validToDate: to } = certificate;
  if (now < from || now > to)
    problems.push({
      path,
      given: `got one that is valid from ${day(from)} to ${day(to)}`,
      allowed: "one that is valid today",
      hint:
        field === "cloud.certificate"
          ? "renew it, or leave cloud.certificate out for one from Let's Encrypt"
          : "renew it, or leave loadBalancer.certificate out for one of the stack's own CA",
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

function ofPair(field: CertificateField, certificate: X509Certificate, key: KeyObject): Problem[] {
  if (certificate.checkPrivateKey(key)) return [];
  return [
    {
      path: `${field}.privateKey`,
      given: "got the key of another certificate",
      allowed: `the key that ${field}.certificate was made with`,
      hint: "both are written by one run of the program that made them",
    },
  ];
}

function ofChain(field: CertificateField, certificate: X509Certificate, chain: string): Problem[] {
  const issuer = parsed(() => new X509Certificate(chain));
  if (issuer === undefined) return [unreadable(field, "chain", "certificates", "CERTIFICATE")];
  if (certificate.checkIssued(issuer)) return [];
  return [
    {
      path: `${field}.chain`,
      given: `got one that begins with ${oneLine(issuer.subject)}`,
      allowed: `the certificate of its issuer first: ${oneLine(certificate.issuer)}`,
      hint: "leave the site's own certificate out of it",
    },
  ];
}

function unreadable(
  field: CertificateField,
  part: keyof CertificateTexts,
  what: string,
  label: string,
): Problem {
  return {
    path: `${field}.${part}`,
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
