import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { renderRouterConfig, routerImage, routerNeeds } from "../../modules/database-router/index.ts";
import { HaproxySettingError } from "../../modules/haproxy/index.ts";

const three = ["database-1", "database-2", "database-3"];

function memberIds(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `database-${index + 1}`);
}

const byDns = "resolvers docker resolve-prefer ipv4 init-addr last,none";

/** The lines of a section, without their indentation. */
function section(config: string, opening: string): string[] {
  const block = config.split("\n\n").find((text) => text.split("\n")[0] === opening);
  assert.ok(block !== undefined, `no section "${opening}" in\n${config}`);
  return block
    .split("\n")
    .slice(1)
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

function servers(lines: readonly string[]): string[] {
  return lines.filter((line) => line.startsWith("server"));
}

test("3306 leads to the first member that calls itself the primary, 3307 to any that is up to date", () => {
  const config = renderRouterConfig({ members: three });
  const ways = [
    ["primary", "bind :3306", "balance first", "http-check send meth GET uri /primary"],
    ["replicas", "bind :3307", "balance leastconn", "http-check send meth GET uri /replica"],
  ] as const;
  for (const [name, bind, balance, check] of ways) {
    const outer = section(config, `listen ${name}`);
    assert.ok(outer.includes(bind) && outer.includes(balance), name);
    const inner = section(config, `listen ${name}-members`);
    for (const line of [check, "http-check expect status 200"]) assert.ok(inner.includes(line), line);
    assert.ok(inner.includes("default-server check port 8008 inter 250ms fall 2 rise 1"));
  }
});

test("sessions are ended only where none is in the making, since HAProxy would forget those", () => {
  const config = renderRouterConfig({ members: three });
  for (const name of ["primary", "replicas"]) {
    const outer = section(config, `listen ${name}`);
    assert.ok(outer.includes("default-server on-marked-down shutdown-sessions"));
    const doors = servers(outer);
    assert.equal(doors.length, 6);
    const inner = section(config, `listen ${name}-members`);
    assert.doesNotMatch(inner.join("\n"), /shutdown/);
    for (const [index, door] of doors.entries()) {
      const [, server = "", address] = /^server (\S+) (\S+) track /.exec(door) ?? [];
      assert.equal(door, `server ${server} ${address} track ${name}-members/${server}`);
      assert.ok(inner.includes(`bind ${address} id ${index + 1}`));
      assert.ok(inner.includes(`use-server ${server} if { so_id ${index + 1} }`));
    }
  }
});

test("every member, in its order, is a server of both routes and has metrics; section openings are unique", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9 }), (count) => {
      const members = memberIds(count);
      const config = renderRouterConfig({ members });
      const expected = members.map((id) => `server-template ${id}- 2 ${id}:3306 ${byDns}`);
      assert.deepEqual(servers(section(config, "listen primary-members")), expected);
      assert.deepEqual(servers(section(config, "listen replicas-members")), expected);
      for (const id of members) {
        const [agent, ...more] = servers(section(config, `backend ${id}`));
        assert.ok(agent?.startsWith(`server-template ${id}- 2 ${id}:8008 check `), agent);
        assert.deepEqual(more, []);
        assert.ok(
          section(config, "frontend metrics").includes(
            `use_backend ${id} if { path /members/${id}/status /members/${id}/metrics }`,
          ),
        );
      }
      const openings = config.split("\n").filter((line) => /^\S/.test(line));
      assert.deepEqual(openings, [...new Set(openings)]);
    }),
  );
});

test("metrics are read-only, and a path that is no member's is refused", () => {
  const metrics = section(renderRouterConfig({ members: ["database-1"] }), "frontend metrics");
  assert.ok(metrics.includes("http-request deny deny_status 405 unless METH_GET"));
  assert.ok(
    metrics.includes(
      "http-request return status 404 content-type text/plain string unknown unless { path /members/database-1/status /members/database-1/metrics }",
    ),
  );
});

test("a member's id that is no DNS label is refused, saying which one", () => {
  for (const given of ["Database-2", "database_2", "2", "database-2:3306", "a\nb", ""])
    assert.throws(
      () => renderRouterConfig({ members: ["database-1", given] }),
      new HaproxySettingError(
        `members.1: ${JSON.stringify(given)} given; allowed are 1 to 63 lower-case letters, digits and hyphens, ` +
          'starting with a letter and not ending with a hyphen, e.g. "database-1"',
      ),
    );
});

test("a member that is named twice is refused", () => {
  assert.throws(
    () => renderRouterConfig({ members: ["database-1", "database-1"] }),
    new HaproxySettingError('section "backend database-1" comes twice'),
  );
});

test("the image holds the members' configuration, checked while it is built, and runs without root", () => {
  const { dockerfile, files } = routerImage({ members: three });
  assert.deepEqual(files, [{ path: "haproxy.cfg", content: renderRouterConfig({ members: three }) }]);
  const instructions = dockerfile.split("\n");
  const checked = instructions.indexOf("RUN haproxy -c -f /etc/haproxy/haproxy.cfg");
  assert.ok(checked > instructions.indexOf('COPY ["haproxy.cfg","/etc/haproxy/haproxy.cfg"]'));
  assert.ok(instructions.includes("USER haproxy"));
  assert.deepEqual(routerNeeds().capabilities, []);
});

test("every port that the container is said to listen on is bound, and no other", () => {
  const bound = [...renderRouterConfig({ members: three }).matchAll(/bind :(\d+)/g)].map(([, port]) => port);
  assert.deepEqual(bound.map(Number), routerNeeds().ports);
});
