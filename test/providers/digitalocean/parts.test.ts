import assert from "node:assert/strict";
import { describe, test } from "node:test";
import fc from "fast-check";
import {
  checkPorts,
  checkTags,
  checkUserData,
  checkVpcRange,
} from "../../../providers/digitalocean/checks.ts";
import { databaseUser } from "../../../providers/digitalocean/database-parts.ts";
import { dropletAttributes } from "../../../providers/digitalocean/droplet-schema.ts";
import { dropletState } from "../../../providers/digitalocean/droplet-state.ts";
import { checkLoadbalancer } from "../../../providers/digitalocean/loadbalancer-checks.ts";
import { checkEndpoint } from "../../../providers/digitalocean/provider-schema.ts";
import { importedParts } from "../../../providers/digitalocean/rest-resource.ts";
import { apiSettings } from "../../../providers/digitalocean/settings.ts";
import { hashed, NOT_REPORTED } from "../../../providers/digitalocean/stored-form.ts";
import { type Fields, ProviderError } from "../../../providers/plugin/index.ts";
import { planResource } from "../../../providers/plugin/plan.ts";

describe("the provider's settings", () => {
  const nothing: Fields = {};

  test("are DigitalOcean's address and the real provider's patience where nothing is said", () => {
    assert.deepEqual(apiSettings(nothing, { DIGITALOCEAN_TOKEN: "t" }), {
      endpoint: "https://api.digitalocean.com",
      token: "t",
      retries: { most: 4, shortestWaitMs: 1000, longestWaitMs: 30_000 },
    });
  });

  test("come from the configuration before the environment", () => {
    const config = {
      token: "a",
      api_endpoint: "http://127.0.0.1:1/",
      http_retry_max: 0,
      http_retry_wait_min: 0.1,
    };
    const environment = {
      ...{ DIGITALOCEAN_TOKEN: "b", DIGITALOCEAN_ACCESS_TOKEN: "c", DIGITALOCEAN_API_URL: "http://b" },
      ...{ DIGITALOCEAN_HTTP_RETRY_MAX: "7", DIGITALOCEAN_HTTP_RETRY_WAIT_MAX: "5" },
    };
    assert.deepEqual(apiSettings(config, environment), {
      endpoint: "http://127.0.0.1:1",
      token: "a",
      retries: { most: 0, shortestWaitMs: 100, longestWaitMs: 5000 },
    });
    assert.equal(apiSettings(nothing, { DIGITALOCEAN_ACCESS_TOKEN: "c" }).token, "c");
  });

  test("are refused without a token, and with a variable that can't be", () => {
    const told = (environment: Record<string, string>): string => {
      try {
        apiSettings(nothing, environment);
        return "";
      } catch (thrown) {
        assert.ok(thrown instanceof ProviderError);
        return `${thrown.message}. ${thrown.detail}`;
      }
    };
    assert.equal(
      told({}),
      "There is no API token for DigitalOcean. Set DIGITALOCEAN_TOKEN to one that you make in the control panel, under API.",
    );
    assert.equal(
      told({ DIGITALOCEAN_TOKEN: "t", DIGITALOCEAN_HTTP_RETRY_MAX: "many" }),
      "DIGITALOCEAN_HTTP_RETRY_MAX can't be many. A number of 0 or more is needed.",
    );
    assert.equal(
      told({ DIGITALOCEAN_TOKEN: "t", DIGITALOCEAN_API_URL: "http://a/v2" }),
      'DIGITALOCEAN_API_URL can\'t be http://a/v2. An http or https address without a path is needed, e.g. "https://api.digitalocean.com".',
    );
  });

  test("take an address without a path alone", () => {
    for (const good of ["http://127.0.0.1:8080", "https://api.digitalocean.com/"])
      assert.equal(checkEndpoint(good), null);
    for (const bad of ["", "api.digitalocean.com", "ftp://a", "https://a/v2", "https://a/?b"]) {
      assert.notEqual(checkEndpoint(bad), null, bad);
    }
  });
});

describe("a check", () => {
  test("of a VPC's range allows private ones from /16 to /28", () => {
    for (const good of ["10.0.0.0/16", "10.110.0.0/20", "172.16.0.0/28", "172.31.0.0/24", "192.168.1.0/24"]) {
      assert.equal(checkVpcRange(good), null, good);
    }
    for (const bad of [
      "10.0.0.0/8",
      "10.0.0.0/29",
      "172.32.0.0/20",
      "8.8.8.0/24",
      "10.0.0/24",
      "10.0.0.0",
      "",
    ]) {
      assert.notEqual(checkVpcRange(bad), null, bad);
    }
  });

  test("of ports allows one, a range and all", () => {
    for (const good of ["80", "8000-9000", "1-65535", "all", "0"]) assert.equal(checkPorts(good), null, good);
    for (const bad of ["", "http", "9000-8000", "65536", "80,443", "-1"])
      assert.notEqual(checkPorts(bad), null, bad);
  });

  test("of user data counts bytes, not characters", () => {
    assert.equal(checkUserData("a".repeat(64 * 1024)), null);
    assert.equal(
      checkUserData("é".repeat(32 * 1024 + 1)),
      "1 byte to 64 KiB are allowed; this is 65538 bytes.",
    );
    assert.notEqual(checkUserData(""), null);
  });

  test("of tags names what is allowed where one of them is wrong", () => {
    assert.equal(checkTags(["web", "a:b_c-1"]), null);
    assert.match(checkTags(["web", "not a tag"]) ?? "", /^Allowed: 1 to 255 letters/);
  });

  test("of a load balancer wants a path where one is asked for, and none by tcp", () => {
    const told = (healthcheck: Fields): string[] =>
      checkLoadbalancer({
        region: "fra1",
        forwarding_rule: [{ entry_port: 80 }],
        healthcheck: [healthcheck],
      }).map(({ summary }) => summary);
    assert.deepEqual(told({ protocol: "http", path: "/healthz" }), []);
    assert.deepEqual(told({ protocol: "http", path: null }), ["path is needed in a healthcheck by http"]);
    assert.deepEqual(told({ protocol: "tcp", path: "/" }), ["path is not allowed in a healthcheck by tcp"]);
    const bare = checkLoadbalancer({ region: null, forwarding_rule: [] }).map(({ summary }) => summary);
    assert.deepEqual(bare, ["region is needed", "forwarding_rule is needed"]);
  });
});

describe("a droplet's user data", () => {
  const { user_data, ssh_keys } = dropletAttributes;
  assert.ok(user_data && ssh_keys);
  const attributes = { user_data, ssh_keys };

  test("is planned as its hash: the same text is no change, another one replaces the droplet", () => {
    fc.assert(
      fc.property(fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (stored, configured) => {
        const prior: Fields = { user_data: hashed(stored), ssh_keys: null };
        const { replacedBy } = planResource(attributes, prior, { user_data: configured });
        assert.deepEqual(replacedBy, stored === configured ? [] : ["user_data"]);
      }),
    );
  });

  test("of an imported droplet is taken over, since the API doesn't tell it", () => {
    const imported = { user_data: NOT_REPORTED, ssh_keys: [NOT_REPORTED] };
    const config = { user_data: "#cloud-config\n", ssh_keys: ["1"] };
    const { planned, replacedBy } = planResource(attributes, imported, config);
    assert.deepEqual(replacedBy, []);
    assert.deepEqual(planned, { user_data: hashed("#cloud-config\n"), ssh_keys: ["1"] });
    assert.deepEqual(planResource(attributes, planned, { ...config, ssh_keys: ["2"] }).replacedBy, [
      "ssh_keys",
    ]);
  });
});

test("a droplet's state leaves flags alone of which the answer says nothing", () => {
  const answer = { id: 7, networks: { v4: [{ type: "private", ip_address: "10.0.0.2" }] }, features: null };
  assert.ok(!("monitoring" in dropletState(answer)));
  const told = dropletState({ ...answer, features: ["monitoring"] });
  assert.deepEqual([told.monitoring, told.backups], [true, false]);
  assert.deepEqual([told.ipv4_address, told.ipv4_address_private], ["", "10.0.0.2"]);
});

test("a database user's plugin that is left to MySQL is no change", () => {
  const { mysql_auth_plugin } = databaseUser.schema.attributes;
  assert.ok(mysql_auth_plugin);
  const plan = (stored: string): unknown =>
    planResource({ mysql_auth_plugin }, { mysql_auth_plugin: stored }, { mysql_auth_plugin: null }).planned
      .mysql_auth_plugin;
  assert.equal(plan("caching_sha2_password"), "caching_sha2_password");
  assert.equal(plan("mysql_native_password"), null);
});

test("an import id of several parts is taken apart, or refused with its form", () => {
  assert.deepEqual(importedParts("record", "example.test,7", ["domain", "id"]), {
    domain: "example.test",
    id: "7",
  });
  for (const wrong of ["7", "a,b,c", "a,"]) {
    assert.throws(() => importedParts("record", wrong, ["domain", "id"]), {
      message: `${wrong} is no import id of a record`,
      detail: "Its form is domain,id, without spaces.",
    });
  }
});
