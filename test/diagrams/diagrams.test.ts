import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import { resolveConfig } from "../../modules/config/index.ts";
import {
  availabilityDiagram,
  connectionsDiagram,
  type Diagram,
  durationText,
  knownFailureTimes,
  networksDiagram,
  overviewDiagram,
  plain,
  primaryFailsDiagram,
  primaryOf,
  requestPathDiagram,
  webNodeFailsDiagram,
} from "../../modules/diagrams/index.ts";
import { analyzeAvailability, planTopology, type Topology } from "../../modules/topology/index.ts";
import { configs } from "../config/arbitraries.ts";
import { allDiagrams } from "./all-diagrams.ts";

const ha = planTopology(resolveConfig({}), "local");
const cloud = planTopology(resolveConfig({}), "cloud");
const topologies: fc.Arbitrary<Topology> = fc
  .tuple(configs, fc.constantFrom("local" as const, "cloud" as const))
  .map(([config, target]) => planTopology(resolveConfig(config), target));

/** The text that mermaid shows for what `plain` gives. */
function seen(text: string): string {
  return text.replaceAll(/#(\d+);/g, (_all, code: string) => String.fromCodePoint(Number(code)));
}

test("any text is shown as it is, white space made one space, and means nothing to mermaid", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      const quoted = plain(text);
      assert.equal(seen(quoted), text.replaceAll(/\s+/g, " "));
      assert.doesNotMatch(quoted.replaceAll(/#\d+;/g, ""), /["#;:`<>()[\]{}|%&*_~\\\n\r]/);
    }),
  );
});

test("the overview of ha has networks as frames, the way of requests, the primary and its replication", () => {
  const { mermaid, arrows } = overviewDiagram(ha);
  assert.deepEqual(
    arrows
      .filter(
        ({ from, to }) => ![from, to].some((id) => ["web-2", "database-router-2", "database-3"].includes(id)),
      )
      .map(({ from, to, text, kind }) => `${from} ${kind} ${to}: ${text}`),
    [
      "client solid load-balancer-1: requests",
      "load-balancer-1 solid web-1: requests",
      "web-1 solid database-router-1: reads and writes",
      "database-router-1 solid database-1: reads and writes",
      "database-router-1 solid database-2: reads",
      "database-1 dotted database-2: replication",
    ],
  );
  assert.match(mermaid, /^flowchart LR\n {2}accTitle: The stack on this machine\n {2}accDescr: /);
  assert.match(
    mermaid,
    /^ {2}subgraph network-front\["network front"]\n {4}web-1\[.*\n {4}web-2\[.*\n {2}end$/m,
  );
  assert.match(mermaid, /^ {2}subgraph network-data\["network data"]$/m);
  assert.match(mermaid, /^ {4}database-1\[\("database-1<br\/>MySQL, group member<br\/>primary"\)]$/m);
  assert.match(mermaid, /^ {4}database-2\[\("database-2<br\/>MySQL, group member<br\/>secondary"\)]$/m);
});

test("writes reach the primary alone, whatever the number of members", () => {
  fc.assert(
    fc.property(topologies, (topology) => {
      const primary = primaryOf(topology);
      const { arrows, boxes } = requestPathDiagram(topology, "write");
      const databases = new Set(
        boxes.filter(({ anchor }) => /^database(-cluster|-replica)?$/.test(anchor)).map(({ id }) => id),
      );
      const written = arrows
        .filter(({ to, kind }) => kind === "solid" && databases.has(to))
        .map(({ to }) => to);
      assert.deepEqual([...new Set(written)], [primary]);
      const copied = arrows.filter(({ kind }) => kind !== "solid");
      assert.ok(
        copied.every(({ from, to, kind }) => from === primary && to !== primary && kind === "dotted"),
      );
    }),
    { numRuns: 50 },
  );
});

test("a read is routed differently from a write", () => {
  const ways = (purpose: "read" | "write") =>
    requestPathDiagram(ha, purpose)
      .arrows.filter(({ from, to }) => from === "web-1" && to === "database-router-1")
      .map(({ text }) => text);
  assert.deepEqual(ways("read"), ["MySQL 3306 with TLS, MySQL 3307 with TLS"]);
  assert.deepEqual(ways("write"), ["MySQL 3306 with TLS"]);
});

test("replication goes from the primary to each other member", () => {
  const copies = requestPathDiagram(ha, "write").arrows.filter(({ text }) => text === "replication");
  assert.deepEqual(
    copies.map(({ from, to, kind }) => ({ from, to, kind })),
    [
      { from: "database-1", to: "database-2", kind: "dotted" },
      { from: "database-1", to: "database-3", kind: "dotted" },
    ],
  );
});

test("clients are shown the published ports", () => {
  const { arrows } = requestPathDiagram(
    planTopology(resolveConfig({ loadBalancer: { httpPort: 9000 } }), "local"),
    "read",
  );
  assert.equal(arrows[0]?.text, "HTTP 9000, HTTPS 8443");
});

test("many nodes of a role share a box", () => {
  const { boxes, arrows } = requestPathDiagram(
    planTopology(resolveConfig({ web: { nodes: 64 } }), "local"),
    "read",
  );
  const web = boxes.filter(({ anchor }) => anchor === "web");
  assert.deepEqual(
    web.map(({ id, lines }) => [id, lines[0]]),
    [["web", "web-1 … web-64, 64 in all"]],
  );
  assert.equal(web[0]?.components.length, 64);
  assert.equal(arrows.filter(({ to }) => to === "web").length, 1);
});

test("the networks of ha join the roles that share them", () => {
  const members = (network: string) =>
    networksDiagram(ha)
      .arrows.filter(({ to }) => to === network)
      .map(({ from }) => from);
  assert.deepEqual(members("network-front"), ["load-balancer", "web"]);
  assert.deepEqual(members("network-back"), ["web", "database-router"]);
  assert.deepEqual(members("network-data"), ["database-router", "database"]);
});

test("what may talk to what is reported with purpose, protocol and port", () => {
  assert.deepEqual(
    connectionsDiagram(cloud).arrows.map(({ from, to, text, kind }) => `${from} ${kind} ${to}: ${text}`),
    [
      "client solid load-balancer: requests by HTTP 80",
      "load-balancer solid web: requests and health checks by HTTP 8080",
      "web solid database-cluster: reads and writes by MySQL 25060 with TLS",
      "database-cluster dotted database-cluster: replication by MySQL 25060 with TLS",
    ],
  );
});

test("after a loss each box has its state, in words and as a class, and the client is shown what works", () => {
  const { boxes, mermaid, description } = availabilityDiagram(ha, { lost: "web-2", components: ["web-2"] });
  assert.deepEqual(
    boxes
      .filter(({ anchor }) => anchor === "web" || anchor === "client")
      .map(({ id, lines, state }) => [id, lines.at(-1), state]),
    [
      ["client", "reads and writes work", "survives"],
      ["web-1", "works, less redundant", "degraded"],
      ["web-2", "down", "down"],
    ],
  );
  assert.equal(description, "web-2 is lost: reads and writes work.");
  assert.match(mermaid, /^ {2}class web-2 down$/m);
});

test("a group beyond its limit is down as a whole", () => {
  const majority = ["database-1", "database-2"];
  const { boxes, description } = availabilityDiagram(ha, {
    lost: "majority of database",
    components: majority,
  });
  assert.ok(boxes.filter(({ anchor }) => anchor === "database").every(({ state }) => state === "down"));
  assert.equal(description, "majority of database is lost: reads and writes stop.");
});

test("a lost one of many is shown by itself beside the others", () => {
  const topology = planTopology(resolveConfig({ web: { nodes: 9 } }), "cloud");
  const { boxes } = availabilityDiagram(topology, { lost: "web-2", components: ["web-2"] });
  assert.deepEqual(
    boxes.filter(({ anchor }) => anchor === "web").map(({ id, components }) => [id, components.length]),
    [
      ["web-degraded", 8],
      ["web-2", 1],
    ],
  );
});

test("a failing web node's request is sent again to another one, or is lost with the only one", () => {
  const texts = (topology: Topology) =>
    webNodeFailsDiagram(topology, knownFailureTimes.local).arrows.map(({ to, text }) => `${to}: ${text}`);
  assert.ok(texts(ha).includes("web-2: the same request again"));
  const lab = planTopology(resolveConfig({ preset: "lab" }), "local");
  assert.ok(texts(lab).includes("client: 503, no web node is left"));
});

test("times are shown with how they are known, and an unknown one is shown as unknown", () => {
  const withTime = primaryFailsDiagram(ha, { primaryReplaced: { ms: 6_640, how: "measured" } });
  assert.match(withTime.mermaid, /Writes work again after 6\.6 s \(measured\)/);
  assert.match(primaryFailsDiagram(cloud, {}).mermaid, /Writes work again after a time not measured yet/);
  assert.equal(durationText({ ms: 200, how: "configured" }), "200 ms (configured)");
});

test("a failing primary without a successor waits for its return", () => {
  const small = planTopology(resolveConfig({ preset: "small" }), "local");
  assert.match(primaryFailsDiagram(small, {}).mermaid, /The only member/);
});

function assertWhole({ id, title, description, mermaid, boxes, arrows }: Diagram, topology: Topology): void {
  assert.ok(title !== "" && description !== "", id);
  const ids = boxes.map((box) => box.id);
  assert.equal(new Set(ids).size, ids.length, `${id}: ${ids}`);
  for (const { from, to } of arrows)
    assert.ok(ids.includes(from) && ids.includes(to), `${id}: ${from} ${to}`);
  const known = new Set(topology.components.map((component) => component.id));
  for (const { components } of boxes) for (const component of components) assert.ok(known.has(component), id);
  const shown = boxes.flatMap(({ components }) => components);
  assert.equal(new Set(shown).size, shown.length, `${id} shows a component twice`);
  for (const boxId of ids) assert.match(boxId, /^[a-z][a-z0-9-]*$/);
  assert.match(mermaid, /^(flowchart LR|sequenceDiagram)\n/);
}

test("in every diagram ids are unique, arrows join boxes, and each component is in one box at most", () => {
  fc.assert(
    fc.property(topologies, (topology) => {
      for (const diagram of allDiagrams(topology, 5)) assertWhole(diagram, topology);
    }),
    { numRuns: 30 },
  );
});

test("the diagrams of a topology have ids of their own", () => {
  for (const topology of [ha, cloud]) {
    const ids = allDiagrams(topology).map(({ id }) => id);
    assert.equal(new Set(ids).size, ids.length);
    assert.ok(ids.length > analyzeAvailability(topology).length);
  }
});

test("what arrows from the same role share is written on one of them, and is in the list for each", () => {
  const { mermaid, arrows } = requestPathDiagram(ha, "write");
  for (const text of ["replication", ...new Set(arrows.map((arrow) => arrow.text))]) {
    const isOnArrows = mermaid.split("|").filter((part) => seen(part) === `"${text}"`);
    const pairs = arrows.filter((arrow) => arrow.text === text).map(({ from }) => from);
    const roles = new Set(pairs.map((pair) => pair.replaceAll(/-\d+/g, "")));
    assert.equal(isOnArrows.length, roles.size, text);
  }
  assert.ok(arrows.filter(({ text }) => text === "replication").length > 1);
});
