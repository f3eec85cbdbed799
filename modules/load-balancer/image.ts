import { haproxyImage } from "../haproxy/index.ts";
import type { ContainerNeeds, ImageRecipe } from "../image/index.ts";
import { ports } from "../topology/index.ts";
import { type BalancerSettings, renderBalancerConfig } from "./config.ts";

/** The balancer's image, its configuration included. Its certificate is a secret and comes at run time. */
export function balancerImage(settings: BalancerSettings): ImageRecipe {
  return haproxyImage({
    files: [
      {
        file: { path: "haproxy.cfg", content: renderBalancerConfig(settings) },
        target: "/etc/haproxy/haproxy.cfg",
      },
    ],
    instructions: [],
    entrypoint: ["/usr/sbin/haproxy", "-W", "-db", "-f", "/etc/haproxy/haproxy.cfg"],
  });
}

/** The balancer starts as root to read its certificate, then works as the user haproxy. */
export function balancerNeeds(): ContainerNeeds {
  return {
    capabilities: ["CAP_DAC_READ_SEARCH", "CAP_KILL", "CAP_SETGID", "CAP_SETUID"],
    tmpfs: { "/tmp": "size=4m,mode=1777" },
    readOnlyRoot: true,
    stopSignal: "SIGUSR1",
    stopGraceSeconds: 12,
    healthcheck: {
      test: ["CMD", "bash", "-c", `exec 3<>/dev/tcp/127.0.0.1/${ports.status}`],
      intervalMs: 2_000,
      timeoutMs: 2_000,
      retries: 3,
      startPeriodMs: 5_000,
    },
    environment: {},
    ports: [ports.http, ports.https, ports.status],
  };
}
