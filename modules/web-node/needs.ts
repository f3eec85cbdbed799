import type { ContainerNeeds } from "../image/index.ts";
import { ports } from "../topology/index.ts";
import { gracefulStopSeconds } from "./apache.ts";
import { defineNode } from "./definition.ts";
import type { NodeOptions } from "./options.ts";
import { places } from "./places.ts";

/** On a slow disk. */
const seedBytesIn10s = 100_000_000;

/**
 * What a web node's container needs. The capabilities are the entrypoint's (read the host's secrets, give the copies
 * and the log pipes to www-data, become www-data); Apache and PHP run with none.
 *
 * @param seedBytes size of the site's own files in its writable folders, which a new volume gets before the node answers
 */
export function webNodeNeeds(options: NodeOptions, seedBytes = 0): ContainerNeeds {
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
      startPeriodMs: 10_000 * (1 + Math.floor(seedBytes / seedBytesIn10s)),
    },
    environment: {
      ...defineNode(options).environment,
      DB_CA_FILE: `${places.privateFolder}/ca.crt`,
      DB_PASSWORD_FILE: `${places.privateFolder}/db-password`,
    },
    ports: [ports.http, ports.https],
  };
}
