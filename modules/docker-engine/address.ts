/** Where an engine listens. */
export type EngineAddress =
  /** A Unix socket, or a named pipe of Windows. */
  | { readonly kind: "socket"; readonly path: string }
  | { readonly kind: "tcp"; readonly host: string; readonly port: number }
  /** Docker's own client starts `docker system dial-stdio` there through ssh. */
  | { readonly kind: "ssh" };

/** Ports of an engine's API, without and with TLS, where an address names none. */
const API_PORT = 2375;
const TLS_API_PORT = 2376;
const UNIX_SOCKET = "/var/run/docker.sock";
const NAMED_PIPE = "//./pipe/docker_engine";

/** The address, as Docker writes it, of an engine where nothing else is set. */
export function defaultHost(platform: NodeJS.Platform): string {
  return platform === "win32" ? `npipe://${NAMED_PIPE}` : `unix://${UNIX_SOCKET}`;
}

/** What an address in Docker's form means; undefined where it means nothing. Without a scheme it is `tcp://`. */
export function parseHost(host: string, isTls: boolean): EngineAddress | undefined {
  const [, scheme = "tcp", rest = ""] = /^(?:([a-z]+):\/\/)?(.*)$/.exec(host.trim()) ?? [];
  switch (scheme) {
    case "unix":
      return { kind: "socket", path: rest || UNIX_SOCKET };
    case "npipe":
      return { kind: "socket", path: rest || NAMED_PIPE };
    case "ssh":
      return rest === "" ? undefined : { kind: "ssh" };
    case "tcp":
      return parseTcp(rest, isTls);
    default:
      return undefined;
  }
}

function parseTcp(rest: string, isTls: boolean): EngineAddress | undefined {
  // As a scheme that has no port of its own: URL leaves out the one that a scheme has.
  const url = URL.parse(`tcp://${rest}`);
  if (url === null || url.hostname === "" || !["", "/"].includes(url.pathname)) return undefined;
  const port = url.port === "" ? (isTls ? TLS_API_PORT : API_PORT) : Number(url.port);
  return { kind: "tcp", host: url.hostname.replace(/^\[(.*)\]$/, "$1"), port };
}

/** Whether an engine at this address shares this machine's files and its 127.0.0.1. */
export function isLocal(address: EngineAddress): boolean {
  switch (address.kind) {
    case "socket":
      return true;
    case "tcp":
      return /^(localhost|::1|127(\.\d{1,3}){3})$/.test(address.host);
    case "ssh":
      return false;
  }
}
