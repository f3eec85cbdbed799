import { join } from "node:path";
import { haproxyImage } from "../haproxy/index.ts";
import type { ContainerNeeds, ImageRecipe } from "../image/index.ts";
import { ports } from "../topology/index.ts";

/** Where a balancer's container finds its configuration: the files of a folder, and the link that names the one in force. */
export const configurationPlace = {
  folder: "/run/lampstand/balancer",
  link: "haproxy.cfg",
  /** The command that checks a file; the file's path is its last argument. */
  check: ["/usr/sbin/haproxy", "-c", "-f"],
  /** Makes the running HAProxy reload the current file. 75: it doesn't answer yet. */
  reload: ["/usr/local/bin/lampstand-reload"],
} as const;

/**
 * Named by configurations of earlier versions, one of which is in force until a deploy brings another. Without it the
 * image would be a new one, and the ports closed while the container is replaced.
 */
const lostNode = {
  path: "/etc/haproxy/lost-node.http",
  answer: "HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\n\r\n",
} as const;

const scripts = ["lampstand-balancer", "lampstand-reload"];

/**
 * The balancer's image. Its configuration and its certificate come at run time: the one because a change of it is
 * reloaded without a closed port, the other because it is a secret.
 */
export function balancerImage(): ImageRecipe {
  return haproxyImage({
    files: [
      ...scripts.map((name) => ({
        file: { path: name, mode: 0o755, source: join(import.meta.dirname, "files", name) },
        target: `/usr/local/bin/${name}`,
      })),
      { file: { path: "lost-node.http", content: lostNode.answer }, target: lostNode.path },
    ],
    instructions: [],
    entrypoint: ["/usr/local/bin/lampstand-balancer"],
  });
}

/** The balancer starts as root to read its certificate, then works as the user haproxy. */
export function balancerNeeds(): ContainerNeeds {
  return {
    capabilities: ["CAP_DAC_READ_SEARCH", "CAP_KILL", "CAP_SETGID", "CAP_SETUID"],
    tmpfs: { "/tmp": "size=4m,mode=1777" },
    readOnlyRoot: true,
    stopSignal: "SIGUSR1",
    // Its ports are closed from the first moment on, so a longer drain is a longer outage, and idle connections would
    // hold it up for half a minute.
    stopGraceSeconds: 1,
    healthcheck: {
      test: ["CMD", "bash", "-c", `exec 3<>/dev/tcp/127.0.0.1/${ports.status}`],
      intervalMs: 5_000,
      timeoutMs: 2_000,
      retries: 3,
      startPeriodMs: 5_000,
    },
    environment: {},
    ports: [ports.http, ports.https, ports.status],
  };
}
