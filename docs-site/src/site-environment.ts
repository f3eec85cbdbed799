import type { ResolvedConfig } from "../../modules/config/index.ts";
import { databaseAddresses } from "../../modules/web-node/index.ts";

/** A variable that every PHP site finds in its environment. */
export interface SiteVariable {
  readonly name: string;
  readonly meaning: string;
  /** On your own machine. */
  readonly value: string;
}

/** The contract between the stack and a site. It is the same on both targets; values differ. */
export function siteEnvironment(config: ResolvedConfig): readonly SiteVariable[] {
  const { database, loadBalancer, web } = config;
  const member = Array.from({ length: database.members }, (_, index) => `database-${index + 1}`);
  return [
    {
      name: "DB_HOST",
      meaning: "Host for reads and writes: MySQL Router on the web node, which leads to the primary.",
      value: databaseAddresses.DB_HOST,
    },
    { name: "DB_PORT", meaning: "Its port.", value: databaseAddresses.DB_PORT },
    {
      name: "DB_SOCKET",
      meaning: "The same as a socket: PHP uses it for the host localhost.",
      value: databaseAddresses.DB_SOCKET,
    },
    {
      name: "DB_READ_HOST",
      meaning:
        "Host for reads that may be a moment old; with DB_READ_PORT it leads to any member that isn't too far behind.",
      value: databaseAddresses.DB_READ_HOST,
    },
    { name: "DB_READ_PORT", meaning: "Its port.", value: databaseAddresses.DB_READ_PORT },
    { name: "DB_NAME", meaning: "Name of the database.", value: database.name },
    { name: "DB_USER", meaning: "Name of the database user.", value: database.user },
    {
      name: "DB_PASSWORD_FILE",
      meaning: "File with the user's password.",
      value: "/run/lampstand/private/db-password",
    },
    {
      name: "DB_CA_FILE",
      meaning: "CA certificates for sites that use TLS: of the database servers and of this web node.",
      value: "/run/lampstand/private/ca.crt",
    },
    {
      name: "APP_ENV",
      meaning: "Kind of environment; web.environment may set another.",
      value: web.environment.APP_ENV ?? "production",
    },
    {
      name: "NODE_NAME",
      meaning: "Name of this web node; every response has it in the header X-Served-By.",
      value: "web-1",
    },
    {
      name: "LAMPSTAND_MEMBERS",
      meaning: "Names of the database members, separated by commas. Empty on DigitalOcean.",
      value: member.join(","),
    },
    {
      name: "LAMPSTAND_DB_HOST",
      meaning: "Host that MySQL Router connects to; TLS is required there.",
      value: "db",
    },
    {
      name: "LAMPSTAND_REQUEST_TIMEOUT_SECONDS",
      meaning: "How long a request may take.",
      value: String(loadBalancer.requestTimeoutSeconds),
    },
    {
      name: "LAMPSTAND_REQUEST_WORKERS",
      meaning: "How many requests a web node processes at once.",
      value: String(web.requestWorkers),
    },
  ];
}
