import assert from "node:assert/strict";
import { type ChildProcess, spawn } from "node:child_process";
import { X509Certificate } from "node:crypto";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { after, before, describe, test } from "node:test";
import {
  type Client,
  credentials,
  loadPackageDefinition,
  type ServiceClientConstructor,
} from "@grpc/grpc-js";
import { loadSync } from "@grpc/proto-loader";
import { decode, ExtensionCodec, encode } from "@msgpack/msgpack";
import { generate } from "selfsigned";

const ENTRY = join(import.meta.dirname, "../../../providers/docker/main.ts");
const PROTO = join(import.meta.dirname, "tfplugin5.proto");
const COOKIE = "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2";

interface Answer {
  readonly diagnostics: readonly {
    readonly severity: string;
    readonly summary: string;
    readonly detail: string;
  }[];
  readonly resource_schemas: Record<string, { readonly version: number; readonly block: WireBlock }>;
  readonly planned_state: { readonly msgpack: Buffer };
  readonly upgraded_state: { readonly msgpack: Buffer };
}

interface WireBlock {
  readonly attributes: readonly {
    readonly name: string;
    readonly type: Buffer;
    readonly required: boolean;
  }[];
  readonly block_types: readonly {
    readonly type_name: string;
    readonly nesting: string;
    readonly max_items: number;
  }[];
}

/** Terraform's side of the protocol, made of other libraries than the server's and from the protocol's own text. */
class Host {
  readonly child: ChildProcess;
  readonly line: string;
  readonly #client: Client;

  constructor(child: ChildProcess, line: string, client: Client) {
    this.child = child;
    this.line = line;
    this.#client = client;
  }

  call(method: string, request: object): Promise<Answer> {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    const handler = Reflect.get(this.#client, method);
    handler.call(this.#client, request, (error: Error | null, answer: Answer) =>
      error ? reject(error) : resolve(answer),
    );
    return promise;
  }

  close(): void {
    this.#client.close();
    this.child.kill();
  }
}

function connect(line: string, identity: { readonly private: string; readonly cert: string } | null): Client {
  const fields = line.split("|");
  // PEM wants the padding that the handshake leaves out.
  const certificate = Buffer.from(fields[5] ?? "", "base64").toString("base64");
  const pem = `-----BEGIN CERTIFICATE-----\n${certificate}\n-----END CERTIFICATE-----\n`;
  const secure = identity
    ? credentials.createSsl(Buffer.from(pem), Buffer.from(identity.private), Buffer.from(identity.cert))
    : credentials.createSsl(Buffer.from(pem));
  const loaded = loadPackageDefinition(
    loadSync(PROTO, { keepCase: true, longs: Number, enums: String, defaults: true }),
  );
  const service: ServiceClientConstructor = Reflect.get(Reflect.get(loaded, "tfplugin5"), "Provider");
  return new service(`unix:${fields[3]}`, secure, { "grpc.ssl_target_name_override": "localhost" });
}

describe("the provider's process", () => {
  let host: Host;
  let line: string;

  before(async () => {
    const identity = await generate([{ name: "commonName", value: "localhost" }], {
      keyType: "ec",
      curve: "P-256",
    });
    const environment = { TF_PLUGIN_MAGIC_COOKIE: COOKIE, PLUGIN_CLIENT_CERT: identity.cert };
    const child = spawn(process.execPath, [ENTRY], {
      env: { ...process.env, ...environment },
      stdio: ["pipe", "pipe", "inherit"],
    });
    [line] = await once(createInterface({ input: child.stdout }), "line");
    host = new Host(child, line, connect(line, identity));
  });

  after(() => host.close());

  test("shakes hands as Terraform wants it, with a certificate of its own for localhost", () => {
    const [core, protocol, network, socket, kind, certificate = ""] = line.split("|");
    assert.deepEqual([core, protocol, network, kind], ["1", "5", "unix", "grpc"]);
    assert.ok(socket && existsSync(socket));
    assert.doesNotMatch(certificate, /=/);
    const x509 = new X509Certificate(Buffer.from(certificate, "base64"));
    assert.equal(x509.subjectAltName, "DNS:localhost");
    assert.equal(x509.ca, true);
    assert.ok(x509.verify(x509.publicKey));
    assert.ok(x509.validToDate.getTime() > Date.now());
  });

  test("answers nobody who has not Terraform's certificate", async () => {
    const stranger = new Host(host.child, line, connect(line, null));
    await assert.rejects(stranger.call("GetSchema", {}), /UNAVAILABLE/);
    const other = await generate([{ name: "commonName", value: "localhost" }], {
      keyType: "ec",
      curve: "P-256",
    });
    await assert.rejects(
      new Host(host.child, line, connect(line, other)).call("GetSchema", {}),
      /UNAVAILABLE/,
    );
  });

  test("describes its resource types", async () => {
    const { resource_schemas: schemas } = await host.call("GetSchema", {});
    assert.deepEqual(Object.keys(schemas).sort(), [
      "docker_container",
      "docker_image",
      "docker_network",
      "docker_volume",
    ]);
    const container = schemas.docker_container;
    assert.equal(container?.version, 2);
    const name = container?.block.attributes.find((attribute) => attribute.name === "name");
    assert.deepEqual([name?.type.toString(), name?.required], ['"string"', true]);
    const data = container?.block.attributes.find((attribute) => attribute.name === "network_data");
    assert.match(data?.type.toString() ?? "", /^\["list",\["object",\{"gateway":"string"/);
    const capabilities = container?.block.block_types.find((block) => block.type_name === "capabilities");
    assert.deepEqual([capabilities?.nesting, capabilities?.max_items], ["SET", 1]);
  });

  test("refuses what it does not implement, by name", async () => {
    const config = { name: "x", registry_auth: [] };
    const build = [{ context: ".", builder: "default" }];
    const answer = await host.call("ValidateResourceTypeConfig", {
      type_name: "docker_image",
      config: { msgpack: encode({ ...config, build }) },
    });
    assert.deepEqual(
      answer.diagnostics.map(({ severity, summary }) => [severity, summary]),
      [["ERROR", "builder is not implemented by this stand-in provider"]],
    );
  });

  test("says what is wrong with a value and what is allowed", async () => {
    const config = { name: "x", image: "y", restart: "sometimes", upload: [{ file: "/a", content: null }] };
    const answer = await host.call("ValidateResourceTypeConfig", {
      type_name: "docker_container",
      config: { msgpack: encode(config) },
    });
    const told = answer.diagnostics.map(({ summary, detail }) => `${summary}: ${detail}`).join("\n");
    assert.match(told, /restart can't be "sometimes": Allowed: "no", "always"/);
    assert.match(told, /upload of \/a has no content/);
  });

  test("plans a new container with defaults filled in and the rest known after apply", async () => {
    const config = { name: "x", image: "y" };
    const answer = await host.call("PlanResourceChange", {
      type_name: "docker_container",
      prior_state: { msgpack: encode(null) },
      config: { msgpack: encode(config) },
    });
    const extensionCodec = new ExtensionCodec();
    extensionCodec.register({ type: 0, encode: () => null, decode: () => "UNKNOWN" });
    const planned = Object(decode(answer.planned_state.msgpack, { extensionCodec }));
    assert.equal(planned.network_mode, "bridge");
    assert.equal(planned.must_run, true);
    assert.equal(planned.id, "UNKNOWN");
  });

  test("lifts a state of version 0, and refuses one of a version to come", async () => {
    const json = Buffer.from(JSON.stringify({ id: "v", name: "v", labels: { a: "b" }, forgotten: 1 }));
    const lifted = await host.call("UpgradeResourceState", {
      type_name: "docker_volume",
      version: 0,
      raw_state: { json },
    });
    assert.deepEqual(Object(decode(lifted.upgraded_state.msgpack)).labels, [{ label: "a", value: "b" }]);
    const refused = await host.call("UpgradeResourceState", {
      type_name: "docker_volume",
      version: 2,
      raw_state: { json },
    });
    assert.match(refused.diagnostics[0]?.detail ?? "", /has version 2; this stand-in knows versions up to 1/);
  });

  test("started by hand says so and fails", async () => {
    const { TF_PLUGIN_MAGIC_COOKIE: _cookie, ...env } = process.env;
    const child = spawn(process.execPath, [ENTRY], { env, stdio: ["ignore", "pipe", "pipe"] });
    const [said] = await once(child.stderr, "data");
    assert.match(String(said), /started by Terraform, not by hand/);
    const [code] = await once(child, "exit");
    assert.equal(code, 1);
  });
});
