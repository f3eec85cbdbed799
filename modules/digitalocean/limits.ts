import { type Problem, problemLine, type ResolvedConfig } from "../config/index.ts";
import { Failure } from "../failures/index.ts";

/** Limits of the idle time-out of DigitalOcean's balancer, in seconds; it ends a request that is silent for longer. */
export const idleTimeout = { least: 30, most: 600 };

/** What DigitalOcean can't do although the local target can. */
export function cloudLimitProblems({ loadBalancer }: ResolvedConfig): readonly Problem[] {
  const { requestTimeoutSeconds } = loadBalancer;
  if (requestTimeoutSeconds <= idleTimeout.most) return [];
  return [
    {
      path: "loadBalancer.requestTimeoutSeconds",
      given: `got ${requestTimeoutSeconds}, but DigitalOcean's balancer ends a request that is silent for ${idleTimeout.most} s`,
      allowed: `up to ${idleTimeout.most} on the cloud`,
      hint: "let longer work run in the background, and have the page ask for its result",
    },
  ];
}

/** A config asks for what only the local target can do. */
export class CloudLimitError extends Failure {
  override readonly name = "CloudLimitError";

  constructor(problems: readonly Problem[]) {
    super("config-invalid", problems.map(problemLine).join("\n"), {
      heading: "lampstand.config.ts, on the cloud:",
    });
  }
}
