import { AGENT_PORT, MYSQL_PORT } from "../database/index.ts";
import { haproxyImage } from "../haproxy/index.ts";
import type { ContainerNeeds, ImageRecipe } from "../image/index.ts";
import { ports } from "../topology/index.ts";
import { type RouterSettings, renderRouterConfig } from "./config.ts";

/** The router's image, its configuration included: a change of members rolls through the routers. */
export function routerImage(settings: RouterSettings): ImageRecipe {
  return haproxyImage({
    files: [
      {
        file: { path: "haproxy.cfg", content: renderRouterConfig(settings) },
        target: "/etc/haproxy/haproxy.cfg",
      },
    ],
    instructions: ["RUN haproxy -c -f /etc/haproxy/haproxy.cfg", "USER haproxy"],
    entrypoint: ["/usr/sbin/haproxy", "-W", "-db", "-f", "/etc/haproxy/haproxy.cfg"],
  });
}

/** A router needs no privilege at all. */
export function routerNeeds(): ContainerNeeds {
  return {
    capabilities: [],
    tmpfs: { "/tmp": "size=4m,mode=1777" },
    readOnlyRoot: true,
    stopSignal: "SIGUSR1",
    stopGraceSeconds: 5,
    healthcheck: {
      test: ["CMD", "bash", "-c", `exec 3<>/dev/tcp/127.0.0.1/${AGENT_PORT}`],
      intervalMs: 2_000,
      timeoutMs: 2_000,
      retries: 3,
      startPeriodMs: 5_000,
    },
    environment: {},
    ports: [MYSQL_PORT, ports.replica, AGENT_PORT],
  };
}
