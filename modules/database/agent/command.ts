import { request } from "node:http";
import { parseArgs } from "node:util";
import type { OperatorCommand } from "./decide/operator-command.ts";
import { messageOf, sleep } from "./log.ts";
import { COMMAND_SOCKET } from "./settings.ts";
import { AGENT_PORT } from "./status.ts";

const USAGE = `lampstand-agent status
    Prints what this member's agent knows and does, as JSON.

lampstand-agent force-bootstrap [--give-up MEMBER]...
    For when members are gone for good, or each holds what the others lack: founds a new group from this member and
    those that answer. Each member that doesn't answer has to be given up by name, and its container be stopped. Writes
    that only such a member holds are lost to the group; should it come back, it is kept out with its data.

lampstand-agent discard-data
    For when this member is refused because it holds transactions that the group lacks: gives up all data of this
    member and has it cloned from the group.

A command is refused where it makes no sense, and expires after a minute. Exit codes: 0 done, 1 refused, 2 accepted,
but the member is not in the group after half a minute.
`;

const FOLLOW_MS = 30_000;

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  console.error(messageOf(error));
  process.exitCode = 1;
}

async function run(words: string[]): Promise<number> {
  if (words.length === 1 && words[0] === "status") {
    process.stdout.write((await send({ port: AGENT_PORT, path: "/status" })).body);
    return 0;
  }
  const command = commandOf(words);
  if (command === undefined) {
    console.error(USAGE);
    return 1;
  }
  const answer = await send({ socketPath: COMMAND_SOCKET, method: "POST" }, JSON.stringify(command));
  if (answer.code === 202) return await follow();
  console.error(`refused: ${answer.body}`);
  return 1;
}

function commandOf(words: string[]): OperatorCommand | undefined {
  const { positionals, values } = parseArgs({
    args: words,
    options: { "give-up": { type: "string", multiple: true } },
    allowPositionals: true,
  });
  const giveUp = values["give-up"];
  if (positionals.length !== 1) return undefined;
  if (positionals[0] === "force-bootstrap") return { kind: "force-bootstrap", giveUp: giveUp ?? [] };
  return positionals[0] === "discard-data" && giveUp === undefined ? { kind: "discard-data" } : undefined;
}

/** Prints the agent's decisions until the member is in the group. */
async function follow(): Promise<number> {
  const deadline = performance.now() + FOLLOW_MS;
  let last = "";
  while (performance.now() < deadline) {
    const status: unknown = JSON.parse((await send({ port: AGENT_PORT, path: "/status" })).body);
    const { state, decision, reason }: Readonly<Record<string, unknown>> = { ...Object(status) };
    const line = `${state}: ${decision}: ${reason}`;
    if (line !== last) console.log(line);
    last = line;
    if (state === "ONLINE") return 0;
    await sleep(500);
  }
  console.error("accepted, but the member is not in the group yet; see `lampstand-agent status`");
  return 2;
}

type Target =
  | { readonly port: number; readonly path: string }
  | { readonly socketPath: string; readonly method: "POST" };

function send(target: Target, body = ""): Promise<{ readonly code: number; readonly body: string }> {
  const { promise, resolve, reject } = Promise.withResolvers<{ code: number; body: string }>();
  request({ host: "127.0.0.1", ...target }, (answer) => {
    let text = "";
    answer.setEncoding("utf8");
    answer.on("data", (chunk: string) => {
      text += chunk;
    });
    answer.on("end", () => resolve({ code: answer.statusCode ?? 0, body: text }));
  })
    .on("error", reject)
    .end(body);
  return promise;
}
