import type { Section } from "./text.ts";

/** Name of the resolvers section, for `server ... resolvers <name>`. */
export const resolversName = "docker";

/**
 * Docker's embedded DNS, asked twice a second: a container that appears or disappears is known within about
 * 500 ms. 8192 bytes hold about 500 addresses of one alias, where plain DNS over UDP ends at about 28.
 * @param goneAfterMs how long a server keeps an address that is no longer found; then its requests are ended
 */
export function dockerResolvers({ goneAfterMs }: { readonly goneAfterMs: number }): Section {
  return {
    opening: `resolvers ${resolversName}`,
    lines: [
      "nameserver embedded 127.0.0.11:53",
      "accepted_payload_size 8192",
      "resolve_retries 3",
      "timeout resolve 500ms",
      "timeout retry 500ms",
      "hold valid 500ms",
      `hold obsolete ${goneAfterMs}ms`,
      "hold nx 500ms",
      // A missing answer isn't counted against the servers: their health checks decide.
      "hold other 1h",
      "hold refused 1h",
      "hold timeout 1h",
    ],
  };
}

/**
 * Options of every server that is found by DNS: unknown at start is no error, the address in the previous process's state is a start,
 * and IPv4 is what the networks have.
 */
export const foundByDns = `resolvers ${resolversName} resolve-prefer ipv4 init-addr last,none`;
