import type { Port, Role, Topology } from "../../modules/topology/index.ts";

/** A port that the components of a role listen on. */
export interface ListeningPort extends Port {
  readonly role: Role;
}

/** Every port of a stack by role, each once, in the stack's order. */
export function listeningPorts(topology: Topology): readonly ListeningPort[] {
  const found = topology.components.flatMap(({ role, ports }) => ports.map((port) => ({ role, ...port })));
  return [...new Map(found.map((port) => [`${port.role} ${port.port}`, port])).values()];
}
