/** The lines by which the outer of two layers of one HAProxy reaches a server of the inner one. */
export interface InternalSocket {
  /** In the outer layer: its server, in the state of the real one; the options are its own. */
  readonly server: string;
  /** In the inner layer: an abstract socket, which accepts at once. */
  readonly bind: string;
  /** In the inner layer: what comes in by the socket goes to the real server. */
  readonly choice: string;
}

/** @param id distinguishes the sockets of an inner layer, from 1 on */
export function internalSocket(inner: string, server: string, socket: string, id: number): InternalSocket {
  return {
    server: `server ${server} abns@${socket} track ${inner}/${server}`,
    bind: `bind abns@${socket} id ${id}`,
    choice: `use-server ${server} if { so_id ${id} }`,
  };
}
