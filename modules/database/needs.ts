import type { ContainerNeeds } from "../image/index.ts";
import { AGENT_PORT, GROUP_PORT, MYSQL_PORT } from "./agent/status.ts";
import { checkOptions, type DatabaseOptions } from "./options.ts";

/**
 * Where members look for what a deploy writes about their group, in a folder that they all see: `members`, the ids of those
 * that belong to it, one a line; `dissolved`, which is there while the whole stack is being removed; and `init`, the hash
 * of the init SQL, which is below `initFiles` in a folder of that name.
 */
export const groupPlace = {
  folder: "/run/lampstand/group",
  members: "members",
  dissolved: "dissolved",
  init: "init",
  initFiles: "init-files",
} as const;

/**
 * What a member's container needs. To be added by whoever starts it: NODE_NAME, the secrets' folder at
 * /run/lampstand/secrets, the folder of {@link groupPlace}, and a named volume of its own at /var/lib/mysql.
 */
export function databaseNeeds(options: DatabaseOptions): ContainerNeeds {
  checkOptions(options);
  return {
    // root reads secrets of whoever deploys, gives certificates to mysqld's account, starts mysqld as that and signals it.
    capabilities: ["CAP_CHOWN", "CAP_DAC_READ_SEARCH", "CAP_KILL", "CAP_SETGID", "CAP_SETUID"],
    tmpfs: { "/run": "size=16m,mode=0755", "/tmp": "size=64m,mode=1777" },
    readOnlyRoot: true,
    stopSignal: "SIGTERM",
    // Of members that are stopped together each waits for its turn, in which handing over, leaving the group and
    // shutting down have limits of 5, 10 and 15 s.
    stopGraceSeconds: 600,
    healthcheck: {
      test: ["CMD", "/usr/local/bin/lampstand-member-healthy"],
      intervalMs: 5_000,
      timeoutMs: 2_000,
      retries: 3,
      startPeriodMs: 60_000,
    },
    environment: {
      DB_NAME: options.database,
      DB_USER: options.user,
    },
    ports: [MYSQL_PORT, AGENT_PORT, GROUP_PORT],
  };
}
