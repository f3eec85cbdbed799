import { chmodSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { type OperatorCommand, parseCommand } from "../decide/operator-command.ts";
import { messageOf } from "../log.ts";
import { COMMAND_SOCKET } from "../settings.ts";

/**
 * Takes operators' commands, as JSON, on a socket that only this container's root can connect to: answers 202, or 409
 * with the reason why not.
 *
 * @param run gives that reason, or undefined if the command is accepted
 */
export function serveCommands(run: (command: OperatorCommand) => string | undefined): void {
  rmSync(COMMAND_SOCKET, { force: true });
  createServer((request, response) => {
    let body = "";
    request.setEncoding("utf8");
    request.on("data", (chunk: string) => {
      body += chunk;
    });
    request.on("end", () => {
      const refusal = attempt(() => run(parseCommand(JSON.parse(body))));
      response.writeHead(refusal === undefined ? 202 : 409).end(refusal);
    });
  }).listen(COMMAND_SOCKET, () => chmodSync(COMMAND_SOCKET, 0o600));
}

function attempt(run: () => string | undefined): string | undefined {
  try {
    return run();
  } catch (error) {
    return messageOf(error);
  }
}
