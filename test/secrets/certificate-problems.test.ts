import assert from "node:assert/strict";
import { before, describe, test } from "node:test";
import { generate } from "selfsigned";
import { problemLine } from "../../modules/config/index.ts";
import { type CertificateTexts, certificateProblems } from "../../modules/secrets/index.ts";

const from = new Date("2026-03-01T00:00:00Z");
const to = new Date("2026-09-01T00:00:00Z");
const now = new Date("2026-06-01T00:00:00Z");

interface Made {
  readonly cert: string;
  readonly private: string;
}

async function make(name: string, issuer?: Made): Promise<Made> {
  return generate([{ name: "commonName", value: name }], {
    keyType: "ec",
    notBeforeDate: from,
    notAfterDate: to,
    ...(issuer && { ca: { cert: issuer.cert, key: issuer.private } }),
    extensions: [{ name: "subjectAltName", altNames: [{ type: 2, value: name }] }],
  });
}

describe("a certificate of one's own", () => {
  let authority: Made;
  let site: Made;
  let other: Made;
  before(async () => {
    authority = await make("An authority");
    site = await make("www.example.org", authority);
    other = await make("Another");
  });

  const told = (
    changes: Partial<CertificateTexts>,
    domain: string | undefined = "www.example.org",
    at = now,
  ) => {
    const texts = { certificate: site.cert, privateKey: site.private, chain: authority.cert, ...changes };
    return certificateProblems("cloud.certificate", texts, domain, at).map(problemLine);
  };

  test("that is for the domain, valid, with its key and its issuer's has no problems", () => {
    assert.deepEqual(told({}), []);
    assert.deepEqual(told({ chain: undefined }, undefined), []);
  });

  test("that has ended, or hasn't begun, is reported with its days", () => {
    const line =
      "cloud.certificate.certificate: got one that is valid from 2026-03-01 to 2026-09-01; allowed: one that is valid today; renew it, or leave cloud.certificate out for one from Let's Encrypt";
    assert.deepEqual(told({}, undefined, new Date("2026-09-02")), [line]);
    assert.deepEqual(told({}, undefined, new Date("2026-02-01")), [line]);
  });

  test("for another domain is reported with its own", () => {
    assert.deepEqual(told({}, "shop.example.org"), [
      'cloud.certificate.certificate: got one for www.example.org; allowed: one for cloud.domain, "shop.example.org"; openssl x509 -noout -ext subjectAltName shows a file\'s domains',
    ]);
  });

  test("with another's key or another's issuer is told, both at once", () => {
    assert.deepEqual(told({ privateKey: other.private, chain: other.cert }), [
      "cloud.certificate.privateKey: got the key of another certificate; allowed: the key that cloud.certificate.certificate was made with; both are written by one run of the program that made them",
      "cloud.certificate.chain: got one that begins with CN=Another; allowed: the certificate of its issuer first: CN=An authority; leave the site's own certificate out of it",
    ]);
  });

  test("whose files are something else is told for each file", () => {
    assert.deepEqual(told({ certificate: "PK", privateKey: "" }), [
      "cloud.certificate.certificate: got a file that can't be read as such; allowed: a certificate in PEM form; its first line is -----BEGIN CERTIFICATE-----",
      "cloud.certificate.privateKey: got a file that can't be read as such; allowed: a private key without a passphrase in PEM form; its first line is -----BEGIN PRIVATE KEY-----",
    ]);
    assert.deepEqual(told({ chain: "x" }), [
      "cloud.certificate.chain: got a file that can't be read as such; allowed: certificates in PEM form; its first line is -----BEGIN CERTIFICATE-----",
    ]);
  });
});
