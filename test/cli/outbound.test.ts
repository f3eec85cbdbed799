import assert from "node:assert/strict";
import { test } from "node:test";
import { outboundVariables } from "../../cli/outbound.mjs";

test("without a proxy or a CA nothing is set", () => {
  assert.deepEqual(outboundVariables({ PATH: "/bin", HTTP_PROXY: "" }), {});
});

test("a proxy reaches programs of either spelling, and Node, but not what listens on this machine", () => {
  assert.deepEqual(outboundVariables({ HTTPS_PROXY: "http://proxy:3128", NO_PROXY: ".corp, localhost" }), {
    https_proxy: "http://proxy:3128",
    HTTPS_PROXY: "http://proxy:3128",
    no_proxy: ".corp,localhost,127.0.0.1,::1",
    NO_PROXY: ".corp,localhost,127.0.0.1,::1",
    NODE_USE_ENV_PROXY: "1",
  });
});

test("a CA that was named for OpenSSL or for Node is used by both", () => {
  const both = { NODE_EXTRA_CA_CERTS: "/ca.pem", SSL_CERT_FILE: "/ca.pem" };
  assert.deepEqual(outboundVariables({ SSL_CERT_FILE: "/ca.pem" }), both);
  assert.deepEqual(outboundVariables({ NODE_EXTRA_CA_CERTS: "/ca.pem" }), both);
  const different = { NODE_EXTRA_CA_CERTS: "/extra.pem", SSL_CERT_FILE: "/all.pem" };
  assert.deepEqual(outboundVariables(different), different);
});
