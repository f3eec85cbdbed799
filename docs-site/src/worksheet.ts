import type { ResolvedConfig } from "../../modules/config/index.ts";
import { componentIds, type Topology } from "../../modules/topology/index.ts";
import { capitalized, counted } from "./words.ts";

/** What to change before the tutorial and the lab, which need a second web node and three members; "" if nothing. */
export function presetNeeded(topology: Topology): string {
  const nodes = componentIds(topology, "web").length;
  const members = componentIds(topology, "database").length;
  if (nodes >= 2 && members >= 3) return "";
  return `This config has ${counted(nodes, "web node")} and ${counted(members, "database member")}: set the preset to ha first, or some experiments show an outage.`;
}

/** Which members have to crash so that the others have no majority: a sentence and the commands. */
export function majorityLoss(topology: Topology): { readonly prediction: string; readonly commands: string } {
  // With fewer the reader was asked to set the preset to ha.
  const members = Math.max(3, componentIds(topology, "database").length);
  const lost = Math.ceil(members / 2);
  const left = members - lost;
  return {
    prediction: `${counted(lost, "of", "of")} ${counted(members, "member")} crash. ${capitalized(counted(left, "is", "are"))} healthy.`,
    commands: Array.from({ length: lost }, (_, index) => `crash database-${index + 1}`).join("; "),
  };
}

/** The part of a config that requests need. */
interface Published {
  readonly loadBalancer: Pick<ResolvedConfig["loadBalancer"], "httpPort">;
}

/** The shell functions that the lab's commands use. Names of containers end with a hash, so labels find them. */
export function worksheetFunctions({ name }: Pick<ResolvedConfig, "name">): string {
  return `name=${name}

# The container's id, by the component's name
container() {
  docker ps --all --latest --quiet \\
    --filter "label=lampstand.stack=$name" \\
    --filter "label=lampstand.component=$1"
}

# Kills the main process, as a crash does
crash() {
  pid=$(docker inspect --format '{{.State.Pid}}' "$(container "$1")")
  sudo kill -9 "$pid"
}

# The name of the member that takes writes
primary() {
  npm run --silent status |
    sed -n 's/^\\(database-[0-9]*\\) .*PRIMARY.*/\\1/p'
}`;
}

/** A loop that requests the site five times a second and prints each answer. */
export function worksheetProbe({ loadBalancer }: Published): string {
  return `while sleep 0.2; do
  printf '%s ' "$(date +%T)"
  curl --silent --max-time 5 --output /dev/null --write-out \\
    '%{http_code} %{time_total}s %header{x-served-by}\\n' \\
    http://127.0.0.1:${loadBalancer.httpPort}/readyz
done`;
}

/** Ten requests, and which web node answered each. */
export function tenRequests({ loadBalancer }: Published): string {
  return `for i in $(seq 10); do
  curl --silent --output /dev/null \\
    --write-out '%{http_code} %header{x-served-by}\\n' \\
    http://127.0.0.1:${loadBalancer.httpPort}/
done`;
}

/** Kills a web server's process and requests a page at once. */
export function crashOneWebNode({ name, loadBalancer }: Pick<ResolvedConfig, "name"> & Published): string {
  return `id=$(docker ps --quiet \\
  --filter label=lampstand.stack=${name} \\
  --filter label=lampstand.component=web-1)
sudo kill -9 "$(docker inspect --format '{{.State.Pid}}' "$id")"
curl --silent --output /dev/null \\
  --write-out '%{http_code} %header{x-served-by}\\n' \\
  http://127.0.0.1:${loadBalancer.httpPort}/`;
}
