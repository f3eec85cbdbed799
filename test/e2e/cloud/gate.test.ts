import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createServer } from "node:http";
import { join } from "node:path";
import { test } from "node:test";

const script = join(import.meta.dirname, "../../../modules/digitalocean/gate/main.ts");

/** Runs the gate against a balancer whose answers come from these nodes in turn. */
async function runGate(nodes: readonly string[], environment: Readonly<Record<string, string>>) {
  let asked = 0;
  const balancer = createServer((request, response) => {
    const node = nodes[asked++ % nodes.length] ?? "";
    response.writeHead(request.url === "/readyz" ? 200 : 404, { "x-served-by": node }).end("{}");
  });
  await new Promise<void>((resolve) => balancer.listen(0, "127.0.0.1", resolve));
  const address = balancer.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  try {
    const child = spawn(process.execPath, [script], {
      env: { ...process.env, GATE_ADDRESS: `127.0.0.1:${port}`, ...environment },
    });
    let output = "";
    for (const stream of [child.stdout, child.stderr])
      stream.on("data", (chunk: Buffer) => {
        output += chunk.toString();
      });
    const code = await new Promise((resolve) => child.on("close", resolve));
    return { code, output };
  } finally {
    balancer.close();
  }
}

test("the gate's script ends with 0 once all have answered over HTTP", async () => {
  const { code, output } = await runGate(["old-1", "web-2", "web-3"], {
    ...{ GATE_DROPLET_IDS: "2,3", GATE_TIMEOUT_SECONDS: "20" },
  });
  assert.equal(code, 0, output);
  assert.equal(output, "Every new web node has answered through the balancer: old-1, web-2, web-3\n");
});

test("the gate's script ends with 1 and says why when its time is over", async () => {
  const { code, output } = await runGate(["old-1"], {
    ...{ GATE_DROPLET_IDS: "2", GATE_TIMEOUT_SECONDS: "0.5" },
  });
  assert.equal(code, 1);
  assert.match(output, /^Not every new web node has answered .* within 1 s; still missing: droplet 2\.\n/);
});

/** DigitalOcean's API, whose answers to a list of a pool's members come in this order, the last again and again. */
async function withApi<T>(
  answers: readonly (number | "drop")[],
  work: (url: string) => Promise<T>,
): Promise<T> {
  let asked = 0;
  const api = createServer((request, response) => {
    const answer = answers[Math.min(asked++, answers.length - 1)] ?? 200;
    if (answer === "drop") request.socket.destroy();
    else
      response
        .writeHead(answer, { "retry-after": "0" })
        .end(JSON.stringify(answer === 200 ? { droplets: [{ droplet_id: 2 }] } : { message: "no" }));
  });
  await new Promise<void>((resolve) => api.listen(0, "127.0.0.1", resolve));
  const address = api.address();
  try {
    return await work(
      `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`,
    );
  } finally {
    api.closeAllConnections();
    api.close();
  }
}

const poolEnvironment = {
  GATE_POOL_ID: "p",
  GATE_POOL_NODES: "1",
  GATE_TIMEOUT_SECONDS: "20",
  DIGITALOCEAN_TOKEN: "t",
};

test("a pool's gate outlives 429, 503 and a dropped connection of DigitalOcean's API", async () => {
  const { code, output } = await withApi([429, 503, "drop", 200], (url) =>
    runGate(["web-2"], { ...poolEnvironment, DIGITALOCEAN_API_URL: url }),
  );
  assert.equal(code, 0, output);
  assert.equal(output, "Every new web node has answered through the balancer: web-2\n");
});

test("a pool's gate ends at once, and says what to do, when DigitalOcean refuses the token", async () => {
  const { code, output } = await withApi([401], (url) =>
    runGate(["web-2"], { ...poolEnvironment, DIGITALOCEAN_API_URL: url }),
  );
  assert.equal(code, 1);
  assert.equal(
    output,
    "DigitalOcean refuses the token in DIGITALOCEAN_TOKEN (401 no).\nIt may be revoked, out of date or copied in part. Make one in the control panel under API, Tokens, and export it again.\n",
  );
});
