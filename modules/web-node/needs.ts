import type { ContainerNeeds } from "../image/index.ts";
import { ports } from "../topology/index.ts";
import { gracefulStopSeconds } from "./apache.ts";
import { defineNode } from "./definition.ts";
import type { NodeOptions } from "./options.ts";
import { places } from "./places.ts";

/**
 * What a web node's container needs. The capabilities are the entrypoint's (read the host's secrets, give the copies
 * and the log pipes to www-data, become www-data); Apache and PHP run with none.
 */
export function webNodeNeeds(options: NodeOptions): ContainerNeeds {
  return {
    capabilities: ["CAP_CHOWN", "CAP_DAC_READ_SEARCH", "CAP_SETGID", "CAP_SETUID"],
    tmpfs: { "/run": "size=16m,mode=0755", "/tmp": "size=64m,mode=1777" },
    readOnlyRoot: true,
    stopSignal: "SIGWINCH",
    stopGraceSeconds: gracefulStopSeconds(options) + 5,
    healthcheck: {
      test: ["CMD", places.healthcheck],
      intervalMs: 2000,
      timeoutMs: 2000,
      retries: 3,
      startPeriodMs: 10_000,
    },
    environment: {
      ...defineNode(options).environment,
      DB_CA_FILE: `${places.privateFolder}/ca.crt`,
      DB_PASSWORD_FILE: `${places.privateFolder}/db-password`,
    },
    ports: [ports.http, ports.https],
  };
}
