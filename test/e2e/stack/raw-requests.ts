import { connect, type Socket } from "node:net";
import { setTimeout as pause } from "node:timers/promises";

/** An answer's status, or how a connection ended without one. */
export type Outcome = number | "closed" | "no answer";

/** Sends the parts of a request 10 ms after each other, as clients do with headers and body. */
export async function send(port: number, parts: readonly string[], timeoutMs = 15_000): Promise<Outcome> {
  const socket = await open(port);
  const outcome = answer(socket, timeoutMs);
  for (const part of parts) {
    socket.write(part);
    await pause(10);
  }
  return outcome;
}

/** Connections that each send what is given and then a byte a second, until they are ended. */
export async function drip(port: number, count: number, start: string): Promise<{ end(): void }> {
  const sockets = await Promise.all(Array.from({ length: count }, () => open(port)));
  for (const socket of sockets) socket.on("error", () => socket.destroy()).write(start);
  const timer = setInterval(() => {
    for (const socket of sockets) if (socket.writable) socket.write("a");
  }, 1_000);
  return {
    end() {
      clearInterval(timer);
      for (const socket of sockets) socket.destroy();
    },
  };
}

function open(port: number): Promise<Socket> {
  const socket = connect({ host: "127.0.0.1", port });
  return new Promise((resolve, reject) =>
    socket.once("connect", () => resolve(socket)).once("error", reject),
  );
}

function answer(socket: Socket, timeoutMs: number): Promise<Outcome> {
  return new Promise((resolve) => {
    const done = (outcome: Outcome) => {
      socket.destroy();
      resolve(outcome);
    };
    socket.once("data", (data) => done(Number(/^HTTP\/1\.1 (\d+)/.exec(String(data))?.[1] ?? "0")));
    socket.once("close", () => done("closed")).on("error", () => done("closed"));
    socket.setTimeout(timeoutMs, () => done("no answer"));
  });
}
