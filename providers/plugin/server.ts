import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Server, ServerCredentials, type ServiceDefinition, type UntypedHandleCall } from "@grpc/grpc-js";
import { makeIdentity } from "./certificate.ts";
import type {
  ApplyRequest,
  ConfigRequest,
  ImportRequest,
  PlanRequest,
  ReadRequest,
  UpgradeRequest,
  ValidateRequest,
} from "./messages.ts";
import { Operations } from "./operations.ts";
import { decodeMessage, encodeMessage } from "./protobuf.ts";
import { CONTROLLER_METHODS, type Methods, PROVIDER_METHODS } from "./protocol.ts";
import type { ProviderDefinition } from "./provider.ts";

/** How Terraform shows that it, and not a person, has started the process. */
const MAGIC_COOKIE = {
  name: "TF_PLUGIN_MAGIC_COOKIE",
  value: "d602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2",
};
/** Terraform's own limit for a message, in bytes. */
const LONGEST_MESSAGE = 256 * 1024 * 1024;
/** How often to look whether Terraform is still there. */
const PARENT_WATCH_MS = 1000;

/**
 * Serves a provider to the Terraform process that started this one, until that asks it to end or is gone.
 * Exits with 1 where the process wasn't started by Terraform.
 */
export async function serveProvider<Client>(provider: ProviderDefinition<Client>): Promise<void> {
  const clientCertificate = process.env.PLUGIN_CLIENT_CERT;
  if (process.env[MAGIC_COOKIE.name] !== MAGIC_COOKIE.value || !clientCertificate) {
    process.stderr.write("This is a Terraform provider. It is started by Terraform, not by hand.\n");
    process.exitCode = 1;
    return;
  }
  // Ctrl-C reaches the whole process group; Terraform then tells providers by its own protocol what to stop.
  process.on("SIGINT", () => {});
  process.on("SIGTERM", () => process.exit(0));
  const folder = mkdtempSync(join(process.env.PLUGIN_UNIX_SOCKET_DIR || tmpdir(), "plugin"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  const operations = new Operations(provider);
  const socket = join(folder, "socket");
  const certificate = await listen(operations, socket, clientCertificate);
  watchParent(operations);
  process.stdout.write(`1|5|unix|${socket}|grpc|${certificate}\n`);
}

async function listen<Client>(
  operations: Operations<Client>,
  socket: string,
  clientCertificate: string,
): Promise<string> {
  const identity = makeIdentity();
  const server = new Server({
    "grpc.max_receive_message_length": LONGEST_MESSAGE,
    "grpc.max_send_message_length": LONGEST_MESSAGE,
  });
  server.addService(serviceOf("tfplugin5.Provider", PROVIDER_METHODS), handlers(operations));
  server.addService(serviceOf("plugin.GRPCController", CONTROLLER_METHODS), {
    Shutdown: answering(() => {
      setImmediate(() => process.exit(0));
      return {};
    }),
  });
  const keyPair = {
    private_key: Buffer.from(identity.keyPem),
    cert_chain: Buffer.from(identity.certificatePem),
  };
  const credentials = ServerCredentials.createSsl(Buffer.from(clientCertificate), [keyPair], true);
  await new Promise<void>((resolve, reject) => {
    server.bindAsync(`unix:${socket}`, credentials, (error) => (error ? reject(error) : resolve()));
  });
  return identity.certificateDer.toString("base64").replace(/=+$/, "");
}

function handlers<Client>(operations: Operations<Client>): Record<string, UntypedHandleCall> {
  return {
    GetSchema: answering(() => operations.schema()),
    PrepareProviderConfig: answering((request: ConfigRequest) => operations.prepareConfig(request)),
    Configure: answering((request: ConfigRequest) => operations.configure(request)),
    ValidateResourceTypeConfig: answering((request: ValidateRequest) => operations.validate(request)),
    ValidateDataSourceConfig: answering((request: ValidateRequest) => operations.validateData(request)),
    ReadDataSource: answering((request: ValidateRequest) => operations.readData(request)),
    UpgradeResourceState: answering((request: UpgradeRequest) => operations.upgrade(request)),
    ReadResource: answering((request: ReadRequest) => operations.read(request)),
    PlanResourceChange: answering((request: PlanRequest) => operations.plan(request)),
    ApplyResourceChange: answering((request: ApplyRequest) => operations.apply(request)),
    ImportResourceState: answering((request: ImportRequest) => operations.import(request)),
    Stop: answering(() => {
      operations.stop();
      return {};
    }),
  };
}

/** `Request` is what the service's definition decodes for the method. */
function answering<Request>(answer: (request: Request) => object | Promise<object>): UntypedHandleCall {
  const handle = async (
    call: { readonly request: Request },
    reply: (error: Error | null, answer?: object) => void,
  ): Promise<void> => {
    try {
      reply(null, await answer(call.request));
    } catch (thrown) {
      reply(thrown instanceof Error ? thrown : new Error(String(thrown)));
    }
  };
  return handle;
}

function serviceOf(service: string, methods: Methods): ServiceDefinition {
  const entries = Object.entries(methods).map(([name, { request, answer }]) => [
    name,
    {
      path: `/${service}/${name}`,
      requestStream: false,
      responseStream: false,
      requestSerialize: (message: object) => encodeMessage(request, message),
      requestDeserialize: (bytes: Buffer) => decodeMessage(request, bytes),
      responseSerialize: (message: object) => encodeMessage(answer, message),
      responseDeserialize: (bytes: Buffer) => decodeMessage(answer, bytes),
    },
  ]);
  return Object.fromEntries(entries);
}

/** Terraform may be killed; what it started must not go on working for nobody. */
function watchParent<Client>(operations: Operations<Client>): void {
  const parent = process.ppid;
  const timer = setInterval(() => {
    if (process.ppid === parent) return;
    operations.stop();
    setTimeout(() => process.exit(1), PARENT_WATCH_MS);
  }, PARENT_WATCH_MS);
  timer.unref();
}
