// Stands in for a web node: answers what a load balancer asks one, and drains on SIGWINCH as Apache does.
import http from "node:http";

const nodeName = process.env.NODE_NAME ?? "web";
const writes = new Map();
let draining = false;

function answer(response, status, body) {
  response.writeHead(status, {
    "content-type": "application/json",
    "x-served-by": nodeName,
    ...(draining ? { connection: "close" } : {}),
  });
  response.end(body);
}

const server = http.createServer(async (request, response) => {
  const url = new URL(request.url, "http://web");
  const chunks = [];
  for await (const chunk of request) chunks.push(chunk);
  const body = Buffer.concat(chunks).toString();
  if (request.method === "POST") {
    const id = new URLSearchParams(body).get("id") ?? "";
    writes.set(id, (writes.get(id) ?? 0) + 1);
  }
  if (url.pathname === "/slow")
    await new Promise((resolve) => setTimeout(resolve, Number(url.searchParams.get("ms"))));
  if (url.pathname === "/status") return answer(response, Number(url.searchParams.get("code")), "{}");
  const echo = { method: request.method, url: request.url, headers: request.headers, bytes: body.length };
  answer(response, 200, url.pathname === "/healthz" ? "ok" : JSON.stringify(echo));
});
server.keepAliveTimeout = 5_000;
server.listen(8080);
process.on("SIGWINCH", () => {
  draining = true;
  server.close(() => process.exit(0));
});
process.on("SIGTERM", () => process.exit(0));
