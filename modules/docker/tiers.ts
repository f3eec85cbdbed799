import type { BuiltImage } from "./built-image.ts";
import type { StackContainer } from "./stack-container.ts";

/** The load balancer of a stack. */
export interface LoadBalancerTier {
  readonly containers: readonly StackContainer[];
  /** Where the site answers on this machine. */
  readonly url: string;
  /** The same with TLS, by a certificate of the stack's own CA. */
  readonly httpsUrl: string;
  /** The statistics page. */
  readonly statisticsUrl: string;
}

/** The web nodes of a stack. */
export interface WebTier {
  readonly containers: readonly StackContainer[];
  /** Apache, PHP and the site's code: `image.imageId` is an image for a worker, too. */
  readonly image: BuiltImage;
}

/** How a container on the network `back` reaches the database. Connections need TLS. */
export interface DatabaseConnection {
  /** Leads to the primary. */
  readonly host: string;
  readonly port: number;
  /** Leads to any member that isn't too far behind. */
  readonly readHost: string;
  readonly readPort: number;
  readonly name: string;
  /** The site's own user. */
  readonly user: string;
  /** The CA certificate's file on this machine. */
  readonly caFile: string;
}

/** The replication group of a stack, and the routers in front of it. */
export interface DatabaseTier extends DatabaseConnection {
  readonly members: readonly StackContainer[];
  readonly routers: readonly StackContainer[];
}
