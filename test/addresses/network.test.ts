import assert from "node:assert/strict";
import { isIPv4 } from "node:net";
import { test } from "node:test";
import fc from "fast-check";
import {
  addressText,
  isCidr,
  isPrivate,
  netmaskText,
  networkText,
  parseNetwork,
  sharesAddresses,
} from "../../modules/addresses/index.ts";

test("networks share addresses exactly when one begins within the other", () => {
  const network = fc.tuple(fc.nat(0xffff), fc.integer({ min: 16, max: 28 })).map(([low, prefix]) => {
    const size = 2 ** (32 - prefix);
    const start = Math.floor(low / size) * size;
    return { start, size, text: `10.0.${start >> 8}.${start & 255}/${prefix}` };
  });
  fc.assert(
    fc.property(network, network, (a, b) => {
      const overlaps = a.start < b.start + b.size && b.start < a.start + a.size;
      assert.equal(sharesAddresses(a.text, b.text), overlaps);
    }),
  );
});

test("an address is read as it is written, and a network begins with its first address", () => {
  fc.assert(
    fc.property(fc.ipV4(), fc.integer({ min: 0, max: 32 }), (address, prefix) => {
      const network = parseNetwork(`${address}/${prefix}`);
      assert.ok(network !== undefined && isIPv4(address));
      assert.equal(addressText(network.address), address);
      assert.ok(sharesAddresses(networkText(network), `${address}/32`));
    }),
  );
  assert.equal(networkText({ address: 0x0a6e0305, prefix: 20 }), "10.110.0.0/20");
  assert.equal(netmaskText(20), "255.255.240.0");
});

test("what is no network is none", () => {
  for (const text of [
    "",
    "10.0.0.0",
    "10.0.0.0/33",
    "10.0.0/8",
    "10.0.0.0/08",
    "010.0.0.0/8",
    "10.0.0.0/8/8",
    "fe80::1%eth0/64",
  ])
    assert.ok(!isCidr(text) && parseNetwork(text) === undefined, text);
  assert.ok(isCidr("2001:db8::/32"));
  assert.equal(parseNetwork("2001:db8::/32"), undefined);
});

test("a private network is within a range of RFC 1918 as a whole", () => {
  const isWholly = (text: string) => isPrivate(parseNetwork(text) ?? assert.fail(text));
  assert.deepEqual(["10.0.0.0/8", "172.31.0.0/16", "192.168.5.0/24"].map(isWholly), [true, true, true]);
  assert.deepEqual(["10.0.0.0/7", "172.32.0.0/16", "8.8.8.0/24"].map(isWholly), [false, false, false]);
});
