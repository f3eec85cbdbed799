import type { Problem } from "./problems.ts";
import {
  isReachableFromOutside,
  type ResolvedConfig,
  trustsThisMachine,
  writablePaths,
} from "./resolved-config.ts";

/** What is wrong between fields that are each right by themselves, whatever the target. */
export function partProblems(config: ResolvedConfig): Problem[] {
  return [
    ...samePorts(config),
    ...nestedFolders(config),
    ...twoSources(config),
    ...autoscaleRange(config),
    ...reservedNames(config),
    ...loopbackProxies(config),
  ];
}

function samePorts(config: ResolvedConfig): Problem[] {
  const { httpPort, httpsPort, statusPort } = config.loadBalancer;
  const seen = new Map<number, string>();
  const problems: Problem[] = [];
  for (const [field, value] of Object.entries({ httpPort, httpsPort, statusPort })) {
    const first = seen.get(value);
    if (first === undefined) seen.set(value, field);
    else
      problems.push({
        path: `loadBalancer.${field}`,
        given: `got ${value}, which loadBalancer.${first} has already`,
        allowed: "a port of its own",
        hint: `for example ${freePort(value, [httpPort, httpsPort, statusPort])}`,
      });
  }
  return problems;
}

/** The next port after `port` that none of the others has; below it where there is none above. */
function freePort(port: number, taken: readonly number[]): number {
  const step = port + taken.length > 65535 ? -1 : 1;
  let free = port;
  while (taken.includes(free)) free += step;
  return free;
}

function nestedFolders(config: ResolvedConfig): Problem[] {
  const folders = writablePaths(config.app);
  return folders.flatMap((folder, index) =>
    folders
      .filter(
        (other, otherIndex) =>
          otherIndex !== index && (folder === other ? otherIndex < index : folder.startsWith(`${other}/`)),
      )
      .map((other) => ({
        path: `app.writableFolders.${index}`,
        given: `got "${folder}", which is in "${other}" already`,
        allowed: "folders that are not in each other",
        hint: `leave "${folder}" out`,
      })),
  );
}

function twoSources({ app }: ResolvedConfig): Problem[] {
  if (app.git === undefined || app.archive === undefined) return [];
  return [
    {
      path: "app.archive",
      given: "given together with app.git",
      allowed: "one source of the site",
      hint: "leave app.git or app.archive out",
    },
  ];
}

function autoscaleRange({ web: { autoscale } }: ResolvedConfig): Problem[] {
  if (autoscale === undefined || autoscale.min <= autoscale.max) return [];
  return [
    {
      path: "web.autoscale.min",
      given: `got ${autoscale.min}, which is more than web.autoscale.max (${autoscale.max})`,
      allowed: "at most web.autoscale.max",
      hint: `for example { min: ${autoscale.max}, max: ${autoscale.min} }`,
    },
  ];
}

/** Docker passes connections on: to the balancer those of this machine and some of others look the same. */
function loopbackProxies({ loadBalancer }: ResolvedConfig): Problem[] {
  if (!trustsThisMachine(loadBalancer) || !isReachableFromOutside(loadBalancer)) return [];
  return [
    {
      path: "loadBalancer.trustedProxies",
      given: `got a loopback address, while loadBalancer.listen has ${loadBalancer.listen.join(", ")}`,
      allowed: "loopback addresses only where nobody else reaches the site",
      hint: "leave loadBalancer.listen out, since the proxy reaches 127.0.0.1, or name the proxy's address in the network",
    },
  ];
}

/** Names that MySQL, DigitalOcean or the stack itself has use for. */
const reserved = {
  name: [
    ...["mysql", "sys", "information_schema", "performance_schema"],
    ...["lampstand_internal", "lampstand_setup"],
  ],
  user: ["root", "doadmin", "lampstand_replication"],
} as const;

function reservedNames({ database }: ResolvedConfig): Problem[] {
  return (["name", "user"] as const).flatMap((field) => {
    const names: readonly string[] = reserved[field];
    if (!names.includes(database[field])) return [];
    return [
      {
        path: `database.${field}`,
        given: `got "${database[field]}", which is reserved`,
        allowed: `a name other than ${names.join(", ")}`,
        hint: 'for example "app"',
      },
    ];
  });
}
