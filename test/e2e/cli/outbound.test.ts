import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { createServer as createTlsServer } from "node:https";
import { type AddressInfo, connect, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { generate } from "selfsigned";
import { outboundVariables } from "../../../cli/outbound.mjs";
import { runCli } from "../stack/deployed.ts";

const registry = "registry.terraform.io";

async function listen(server: Server): Promise<number> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address: string | AddressInfo | null = server.address();
  assert.ok(typeof address === "object" && address !== null);
  return address.port;
}

/** A network that reaches outside only through a proxy that terminates TLS with a custom CA, as companies run it. */
describe("behind a proxy with a custom CA", () => {
  const folder = mkdtempSync(join(tmpdir(), "lampstand-outbound-"));
  const certificateFile = join(folder, "ca.pem");
  const requested: string[] = [];
  const servers: { close(): void; closeAllConnections(): void }[] = [];
  let proxy = "";

  before(async () => {
    const { private: key, cert } = await generate([{ name: "commonName", value: registry }], {
      extensions: [
        { name: "basicConstraints", cA: true },
        { name: "subjectAltName", altNames: [{ type: 2, value: registry }] },
      ],
    });
    writeFileSync(certificateFile, cert);
    const inside = createTlsServer({ key, cert }, (_request, response) => response.end("{}"));
    const insidePort = await listen(inside);
    const outside = createServer();
    outside.on("connect", (request, socket) => {
      requested.push(request.url ?? "");
      const through = connect(insidePort, "127.0.0.1", () => {
        socket.write("HTTP/1.1 200 OK\r\n\r\n");
        socket.pipe(through).pipe(socket);
      });
      for (const end of [socket, through]) end.on("error", () => undefined);
    });
    proxy = `http://127.0.0.1:${await listen(outside)}`;
    servers.push(inside, outside);
  });
  after(() => {
    for (const server of servers) {
      server.closeAllConnections();
      server.close();
    }
    rmSync(folder, { recursive: true, force: true });
  });

  /** What the doctor finds of the Terraform registry. */
  async function registryAsSeen(environment: Readonly<Record<string, string>>): Promise<string> {
    const { output } = await runCli(folder, ["doctor", "--json"], outboundVariables(environment));
    const report: { findings: { check: string; seen: string }[] } = JSON.parse(output);
    return report.findings.find(({ check }) => check === "providers")?.seen ?? "";
  }

  test("the commands send requests through the proxy, and trust the CA of SSL_CERT_FILE", async () => {
    const seen = await registryAsSeen({ HTTPS_PROXY: proxy, SSL_CERT_FILE: certificateFile });
    assert.equal(seen, "not chosen yet (the Terraform registry can be reached)");
    assert.ok(requested.includes(`${registry}:443`), requested.join(" "));
  });

  test("without that CA the answer isn't trusted", async () => {
    const seen = await registryAsSeen({ https_proxy: proxy });
    assert.equal(seen, "not chosen yet (the Terraform registry can't be reached)");
  });
});
