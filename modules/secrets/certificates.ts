/** A certificate and its private key, in PEM form. */
export interface KeyPair {
  readonly certificate: string;
  readonly key: string;
}

/** Names that a server certificate is good for. */
export interface ServerNames {
  readonly dns: readonly string[];
  readonly addresses: readonly string[];
}

/** Ten years: a local stack's CA is trusted by nobody but who made it, and nobody renews it. */
const validYears = 10;

/** Makes the stack's CA (EC P-256). */
export async function createCa(commonName: string): Promise<KeyPair> {
  return issue(commonName, {
    extensions: [
      { name: "basicConstraints", cA: true, critical: true },
      { name: "keyUsage", keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
}

/** Makes a server's certificate, signed by the CA. The first DNS name is its common name. */
export async function createServerCertificate(authority: KeyPair, names: ServerNames): Promise<KeyPair> {
  return issue(names.dns[0] ?? "localhost", {
    ca: { cert: authority.certificate, key: authority.key },
    extensions: [
      { name: "basicConstraints", cA: false, critical: true },
      { name: "keyUsage", digitalSignature: true, critical: true },
      { name: "extKeyUsage", serverAuth: true, clientAuth: true },
      {
        name: "subjectAltName",
        altNames: [
          ...names.dns.map((value) => ({ type: 2 as const, value })),
          ...names.addresses.map((ip) => ({ type: 7 as const, ip })),
        ],
      },
    ],
  });
}

type Options = NonNullable<Parameters<typeof import("selfsigned")["generate"]>[1]>;

async function issue(commonName: string, options: Options): Promise<KeyPair> {
  // Loaded here and not above: certificates are made once in a stack's life, synths are many.
  const { generate } = await import("selfsigned");
  const notBeforeDate = new Date();
  const notAfterDate = new Date(notBeforeDate);
  notAfterDate.setFullYear(notAfterDate.getFullYear() + validYears);
  const made = await generate([{ name: "commonName", value: commonName }], {
    keyType: "ec",
    curve: "P-256",
    algorithm: "sha256",
    notBeforeDate,
    notAfterDate,
    ...options,
  });
  return { certificate: made.cert, key: made.private };
}
