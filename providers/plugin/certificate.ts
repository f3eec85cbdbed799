import { createPrivateKey, generateKeyPairSync, randomBytes, sign } from "node:crypto";

/** A self-signed certificate for `localhost` and its key. */
export interface ServerIdentity {
  readonly keyPem: string;
  readonly certificatePem: string;
  readonly certificateDer: Buffer;
}

const ECDSA_WITH_SHA256 = "1.2.840.10045.4.3.2";
const COMMON_NAME = "2.5.4.3";
const BASIC_CONSTRAINTS = "2.5.29.19";
const KEY_USAGE = "2.5.29.15";
const EXTENDED_KEY_USAGE = "2.5.29.37";
const SUBJECT_ALTERNATIVE_NAME = "2.5.29.17";
const SERVER_AUTHENTICATION = "1.3.6.1.5.5.7.3.1";
const CLIENT_AUTHENTICATION = "1.3.6.1.5.5.7.3.2";

/**
 * Makes an EC P-256 identity that is valid for a day either side of `now`, which outlives any Terraform run.
 * Written out by hand because a certificate library takes 70 ms to load and sign, this 4 ms,
 * and Terraform starts the process several times in one command.
 */
export function makeIdentity(now: Date = new Date()): ServerIdentity {
  const pair = generateKeyPairSync("ec", {
    namedCurve: "P-256",
    publicKeyEncoding: { type: "spki", format: "der" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  const body = certificateBody(pair.publicKey, now);
  const signature = sign("sha256", body, createPrivateKey(pair.privateKey));
  const der = sequence(body, sequence(objectId(ECDSA_WITH_SHA256)), bitString(signature));
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return {
    keyPem: pair.privateKey,
    certificatePem: `-----BEGIN CERTIFICATE-----\n${lines.join("\n")}\n-----END CERTIFICATE-----\n`,
    certificateDer: der,
  };
}

function certificateBody(publicKey: Buffer, now: Date): Buffer {
  const name = sequence(
    element(0x31, sequence(objectId(COMMON_NAME), element(0x0c, Buffer.from("localhost")))),
  );
  const dayMs = 86_400_000;
  return sequence(
    element(0xa0, integer(Buffer.from([2]))),
    integer(Buffer.concat([Buffer.from([0x40]), randomBytes(15)])),
    sequence(objectId(ECDSA_WITH_SHA256)),
    name,
    sequence(time(new Date(now.getTime() - dayMs)), time(new Date(now.getTime() + dayMs))),
    name,
    publicKey,
    element(0xa3, extensions()),
  );
}

function extensions(): Buffer {
  const isCaCertificate = element(0x01, Buffer.from([0xff]));
  const critical = element(0x01, Buffer.from([0xff]));
  // Bits: digital signature, key encipherment, key agreement, certificate signing.
  const usage = element(0x03, Buffer.from([0x02, 0xac]));
  const localhost = element(0x82, Buffer.from("localhost"));
  return sequence(
    sequence(objectId(BASIC_CONSTRAINTS), critical, octets(sequence(isCaCertificate))),
    sequence(objectId(KEY_USAGE), critical, octets(usage)),
    sequence(
      objectId(EXTENDED_KEY_USAGE),
      octets(sequence(objectId(SERVER_AUTHENTICATION), objectId(CLIENT_AUTHENTICATION))),
    ),
    sequence(objectId(SUBJECT_ALTERNATIVE_NAME), octets(sequence(localhost))),
  );
}

function element(tag: number, content: Buffer): Buffer {
  const length = content.length;
  const head =
    length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.from([tag, ...head]), content]);
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return element(0x30, Buffer.concat(parts));
}

function integer(content: Buffer): Buffer {
  return element(0x02, content);
}

function octets(content: Buffer): Buffer {
  return element(0x04, content);
}

function bitString(content: Buffer): Buffer {
  return element(0x03, Buffer.concat([Buffer.from([0]), content]));
}

function time(moment: Date): Buffer {
  const digits = moment.toISOString().replace(/[-:T]/g, "").slice(0, 14);
  return element(0x18, Buffer.from(`${digits}Z`));
}

function objectId(dotted: string): Buffer {
  const [first = 0, second = 0, ...rest] = dotted.split(".").map(Number);
  return element(0x06, Buffer.from([first * 40 + second, ...rest.flatMap(base128)]));
}

function base128(arc: number): number[] {
  const digits = [arc & 0x7f];
  for (let left = arc >> 7; left > 0; left >>= 7) digits.unshift((left & 0x7f) | 0x80);
  return digits;
}
