import { writeFileSync } from "node:fs";
import { request } from "node:http";
import { join } from "node:path";
import type { Wish } from "./decide.ts";
import { sleep } from "./log.ts";
import { WISHES_FOLDER } from "./settings.ts";
import { AGENT_PORT } from "./status.ts";

const USAGE = `lampstand-agent status
    Prints what this member's agent knows and does.

lampstand-agent force-bootstrap
    When members are gone for good: founds the group from this member and those that answer. Writes that only the
    lost members hold are lost. Never run it while a lost member may still serve writes somewhere.

lampstand-agent discard-data
    When this member was refused because it holds transactions that the group lacks: gives up all data of this
    member and has it cloned from the group.
`;

const WISHES: readonly Wish[] = ["force-bootstrap", "discard-data"];
const FOLLOW_MS = 30_000;

const given = process.argv[2] ?? "";
const wish = WISHES.find((each) => each === given);
if (given === "status") console.log(await status());
else if (wish) await follow(wish);
else {
  console.error(USAGE);
  process.exitCode = 1;
}

/** Leaves the wish to the agent and prints its decisions until the member is in the group. */
async function follow(asked: Wish): Promise<void> {
  writeFileSync(join(WISHES_FOLDER, asked), "");
  const deadline = performance.now() + FOLLOW_MS;
  let last = "";
  while (performance.now() < deadline) {
    const { state, decision, reason } = JSON.parse(await status());
    const line = `${state}: ${decision}: ${reason}`;
    if (line !== last) console.log(line);
    last = line;
    if (state === "ONLINE") return;
    await sleep(500);
  }
  console.error("the member is not in the group yet; see `lampstand-agent status`");
  process.exitCode = 2;
}

function status(): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  request({ host: "127.0.0.1", port: AGENT_PORT, path: "/status" }, (answer) => {
    let body = "";
    answer.setEncoding("utf8");
    answer.on("data", (chunk: string) => {
      body += chunk;
    });
    answer.on("end", () => resolve(body));
  })
    .on("error", reject)
    .end();
  return promise;
}
