import type { ResolvedConfig } from "../config/index.ts";
import { databaseAddresses } from "./database-socket.ts";
import type { NodeOptions } from "./options.ts";
import { places } from "./places.ts";
import { apacheWord } from "./quote.ts";

/** `web.databaseEnvironment` with every placeholder but {password} replaced: only the node itself knows the password. */
export function databaseEnvironment({ web, database }: ResolvedConfig): Readonly<Record<string, string>> {
  const values: Readonly<Record<string, string>> = {
    host: databaseAddresses.DB_HOST,
    port: databaseAddresses.DB_PORT,
    readHost: databaseAddresses.DB_READ_HOST,
    readPort: databaseAddresses.DB_READ_PORT,
    socket: databaseAddresses.DB_SOCKET,
    name: database.name,
    user: database.user,
    caFile: `${places.privateFolder}/ca.crt`,
  };
  return Object.fromEntries(
    Object.entries(web.databaseEnvironment).map(([name, text]) => [
      name,
      text.replace(/\{(\w+)\}/g, (placeholder, key: string) => values[key] ?? placeholder),
    ]),
  );
}

/**
 * The same as lines of Apache's configuration. PHP finds the variables with `getenv()` and in `$_SERVER`, but they are
 * in no process's environment, so that neither `docker inspect` nor a program that a page starts shows the password.
 */
export function databaseEnvironmentLines({ databaseEnvironment: variables }: NodeOptions): string {
  return Object.entries(variables)
    .map(([name, text]) => `SetEnv ${name} ${apacheWord(text)}\n`)
    .join("");
}
