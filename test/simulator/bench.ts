import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { type LoadReport, startLoad } from "../support/load.ts";
import { cluster, droplet, loadBalancer } from "./fixtures.ts";

/**
 * Prints how many requests a second the simulator answers, with its validation on: reads
 * and writes as a deploy asks them, from as many connections as Terraform opens.
 */
const CONNECTIONS = 10;
const SECONDS = 5;

const simulator = spawn(process.execPath, ["cli/main.ts", "simulator", "--port", "0"], {
  stdio: ["ignore", "pipe", "inherit"],
});
try {
  const { url, token } = await started(simulator);
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const post = async (path: string, body: object): Promise<string> => {
    const answer = await fetch(`${url}${path}`, { method: "POST", headers, body: JSON.stringify(body) });
    return JSON.stringify(await answer.json());
  };
  const web = idOf(await post("/v2/droplets", { ...droplet, tags: ["web"] }));
  const balancer = idOf(await post("/v2/load_balancers", { ...loadBalancer, tag: "web" }));
  const database = idOf(await post("/v2/databases", cluster));
  const reads = [
    `/v2/droplets/${web}`,
    `/v2/load_balancers/${balancer}`,
    `/v2/databases/${database}`,
    "/v2/tags/web",
    "/v2/projects/default",
    "/v2/droplets?tag_name=web",
  ];
  const load = startLoad({
    url,
    connections: CONNECTIONS,
    // One write in ten requests, as in a deploy: most of it is polling.
    makeRequest: (n) =>
      n % 10 === 0
        ? { method: "POST", path: "/v2/tags", headers, body: JSON.stringify({ name: `tag-${n % 50}` }) }
        : { method: "GET", path: reads[n % reads.length] ?? "/v2/account", headers },
  });
  await new Promise((resolve) => setTimeout(resolve, SECONDS * 1000));
  report(await load.stop());
} finally {
  simulator.kill();
}

/** What the simulator says of itself when it is ready. */
async function started(child: ChildProcess) {
  const said = { url: "", token: "" };
  if (child.stdout === null) return said;
  for await (const line of createInterface({ input: child.stdout })) {
    said.url = /DIGITALOCEAN_API_URL=(.*)/.exec(line)?.[1] ?? said.url;
    said.token = /DIGITALOCEAN_TOKEN=(.*)/.exec(line)?.[1] ?? said.token;
    if (line.startsWith("Requests and answers are checked by")) return said;
  }
  const [code] = await once(child, "exit");
  throw new Error(`the simulator ended with ${code} before it was ready`);
}

function idOf(answer: string): string {
  return /"id":"?([0-9a-f-]+)/.exec(answer)?.[1] ?? "";
}

function report(result: LoadReport): void {
  const { requests, failed, requestsPerSecond, medianMs, p99Ms } = result;
  console.log(
    `${requestsPerSecond} requests/s (validation on): ${requests} in ${SECONDS} s, ${failed} failed,`,
  );
  console.log(`${CONNECTIONS} connections, median ${medianMs} ms, 99 of 100 within ${p99Ms} ms`);
  process.exitCode = failed > 0 ? 2 : 0;
}
