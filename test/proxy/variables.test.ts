import assert from "node:assert/strict";
import { test } from "node:test";
import { isOnThisMachine, proxyVariables } from "../../modules/proxy/index.ts";

test("proxies are handed on in both spellings, whichever of them is set", () => {
  assert.deepEqual(proxyVariables({ HTTP_PROXY: "http://proxy:3128", no_proxy: ".example", PATH: "/bin" }), {
    http_proxy: "http://proxy:3128",
    HTTP_PROXY: "http://proxy:3128",
    no_proxy: ".example",
    NO_PROXY: ".example",
  });
  const both = { HTTPS_PROXY: "http://upper:1", https_proxy: "http://lower:1" };
  assert.deepEqual(proxyVariables(both), { https_proxy: "http://lower:1", HTTPS_PROXY: "http://lower:1" });
});

test("without a proxy nothing is handed on", () => {
  assert.deepEqual(proxyVariables({ NO_PROXY: "localhost", HTTP_PROXY: "", PATH: "/bin" }), {});
});

test("a proxy on this machine is known by its address", () => {
  const at = (http_proxy: string) => isOnThisMachine({ http_proxy });
  for (const proxy of ["http://127.0.0.1:3128", "localhost:3128", "http://user:secret@[::1]:3128"])
    assert.equal(at(proxy), true, proxy);
  for (const proxy of ["http://proxy.example:3128", "http://10.0.0.9:3128", "proxy:3128"])
    assert.equal(at(proxy), false, proxy);
  assert.equal(isOnThisMachine({ https_proxy: "http://127.0.0.1:1" }), true);
  assert.equal(isOnThisMachine({}), false);
});
