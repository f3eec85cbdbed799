import { ports } from "../topology/index.ts";
import type { NodeOptions } from "./options.ts";
import { places } from "./places.ts";

/**
 * The site's way to the database without TLS and options: a socket and two ports of the node itself. The same on both
 * targets. 127.0.0.1 and not localhost, which PHP's clients take for the socket: they can't speak TLS through one, and
 * sites that were written for `DB_CA_FILE` do.
 */
export const databaseAddresses = {
  DB_HOST: "127.0.0.1",
  DB_PORT: String(ports.primary),
  DB_SOCKET: places.socket,
  DB_READ_HOST: "127.0.0.1",
  DB_READ_PORT: String(ports.replica),
} as const;

/** Threads of MySQL Router: its default is one for each CPU of the machine, however many share that. */
const routerThreads = 2;
/** Each worker of Apache may hold a connection for writes and one for reads, and sites open more now and then. */
const connectionsPerWorker = 8;
/**
 * How long a connection waits in the pool for its next client. MySQL Router resets it when that one comes, and not
 * before: a lock or transaction that a page left behind lives on until then, so for a second at most.
 */
const idleSeconds = 1;

/**
 * Configuration of MySQL Router: what connects here without TLS leads to the database over verified TLS. Connections
 * are pooled: the next client gets one that was reset, so that a page pays for no handshake. They are not shared while
 * a client is connected (`connection_sharing`): MySQL Router would refuse LAST_INSERT_ID() and multi-statements, and let
 * `INSERT ... VALUES (LAST_INSERT_ID())` store a wrong number.
 * Destinations are given on the command line. 4294967295: no client is ever locked out for failed connections.
 */
export function databaseSocketConfiguration({ maxRequestWorkers }: NodeOptions): string {
  const route = (name: string, port: string, more: readonly string[]) => `
[routing:${name}]
bind_address=127.0.0.1
bind_port=${port}
${more.join("")}routing_strategy=first-available
protocol=classic
client_ssl_mode=PREFERRED
client_ssl_cert=${places.privateFolder}/localhost.crt
client_ssl_key=${places.privateFolder}/localhost.key
server_ssl_mode=REQUIRED
server_ssl_verify=VERIFY_IDENTITY
server_ssl_ca=${places.privateFolder}/ca.crt
connection_sharing=0
connect_timeout=2
client_connect_timeout=30
max_connect_errors=4294967295
`;
  return `[DEFAULT]
logging_folder=
runtime_folder=/run/mysqld
data_folder=/run/mysqld
plugin_folder=/usr/lib/mysqlrouter/plugin
max_total_connections=${connectionsPerWorker * maxRequestWorkers}
unknown_config_option=error

[logger]
level=warning
destination=/dev/stderr

[io]
threads=${routerThreads}

[connection_pool]
max_idle_server_connections=${2 * maxRequestWorkers}
idle_timeout=${idleSeconds}
${route("writes", databaseAddresses.DB_PORT, [`socket=${places.socket}\n`])}${route("reads", databaseAddresses.DB_READ_PORT, [])}`;
}
