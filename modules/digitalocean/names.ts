/**
 * Names of a stack's objects in the account. A contract: they are how a person finds them, how a leftover is known,
 * and how two stacks in one account keep apart.
 */
export function objectNames(stackName: string) {
  return {
    /** On all that can be tagged. */
    tag: stackName,
    /** On the web droplets: balancer, firewall and database find them by it. */
    webTag: `${stackName}-web`,
    project: stackName,
    vpc: `${stackName}-vpc`,
    loadBalancer: `${stackName}-load-balancer`,
    database: `${stackName}-database`,
    replica: `${stackName}-database-replica`,
    firewall: `${stackName}-web`,
    /** What a pool's name starts with; the rest changes with what its droplets are made of. */
    autoscalePool: `${stackName}-web-`,
    uptimeCheck: stackName,
    /** Of the component with this id, e.g. `web-2`. */
    droplet: (componentId: string) => `${stackName}-${componentId}`,
    /** A changed certificate is another one, so that the old one serves until the new one does. */
    certificate: (hash: string) => `${stackName}-${hash}`,
    sshKey: (fileName: string) => `${stackName}-${fileName}`,
  } as const;
}

export type ObjectNames = ReturnType<typeof objectNames>;

/** Domains in whose DNS zone a domain's record can be, the nearest first; at least two labels each. */
export function zoneCandidates(domain: string): readonly string[] {
  const labels = domain.split(".");
  return labels.slice(0, -1).map((_, index) => labels.slice(index).join("."));
}
