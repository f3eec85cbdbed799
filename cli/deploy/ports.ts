import { connect } from "node:net";
import type { ResolvedConfig } from "../../modules/config/index.ts";
import { Failure } from "../../modules/failures/index.ts";
import type { EngineObjects } from "./engine.ts";

/** A port of the config that another program has. */
export interface TakenPort {
  /** Its field, e.g. `loadBalancer.httpPort`. */
  readonly field: string;
  readonly port: number;
}

/** @throws Failure naming every port that another program has */
export async function assertPortsAreFree(config: ResolvedConfig, seen: EngineObjects): Promise<void> {
  const taken = await takenPorts(config, seen);
  if (taken.length === 0) return;
  const lines = taken.map(
    ({ field, port }) => `${field}: port ${port} on 127.0.0.1 is in use by another program`,
  );
  throw new Failure(
    "port-in-use",
    [...lines, "End that program, or choose another port in lampstand.config.ts."].join("\n"),
  );
}

/** The ports that the balancer is to publish and that answer already, but not by this stack's own containers. */
export async function takenPorts(config: ResolvedConfig, seen: EngineObjects): Promise<TakenPort[]> {
  const { httpPort, httpsPort, statusPort } = config.loadBalancer;
  const ours = new Set(seen.containers.flatMap(({ publishedPorts }) => publishedPorts));
  const wanted = Object.entries({ httpPort, httpsPort, statusPort }).filter(([, port]) => !ours.has(port));
  const answered = await Promise.all(wanted.map(([, port]) => answers(port)));
  return wanted
    .filter((_, index) => answered[index])
    .map(([name, port]) => ({ field: `loadBalancer.${name}`, port }));
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port });
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
