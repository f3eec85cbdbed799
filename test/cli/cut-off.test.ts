import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import {
  assertNameIsFree,
  type EngineObjects,
  namesOfObjects,
  planRepair,
  removeHalfWritten,
  repairText,
  restoreState,
  sortUnrecorded,
  unfinishedContainers,
} from "../../cli/deploy/index.ts";
import { idsOf, readState } from "../../modules/terraform/index.ts";
import { container } from "./engine-objects.ts";

const nothing: EngineObjects = { containers: [], networks: [], volumes: [] };
const owner = { recordedIds: new Set<string>(), projectId: "mine", folder: "/home/ann/shop" };
const front = (projectId?: string) => ({ id: "n1", name: "shop-front", projectId });
const data = (projectId?: string) => ({ name: "shop-database-1-data", projectId });

/** Names of what is left over by this project, and of what isn't this project's. */
function sorted(seen: EngineObjects, by = owner): readonly (readonly string[])[] {
  const { leftovers, unmanaged } = sortUnrecorded(seen, by);
  return [namesOfObjects(leftovers), namesOfObjects(unmanaged)];
}

describe("whose an object is that the state doesn't know", () => {
  test("what the state knows is neither", () => {
    const seen = { containers: [container("c1", "web-1")], networks: [front()], volumes: [data()] };
    const recordedIds = new Set(["c1", "n1", "shop-database-1-data"]);
    assert.deepEqual(sorted(seen, { ...owner, recordedIds }), [[], []]);
  });

  test("the project's label makes it this project's, another's label another's", () => {
    const one = (projectId: string) => ({
      containers: [container("c1", "web-1", { projectId })],
      networks: [front(projectId)],
      volumes: [data(projectId)],
    });
    const names = ["container shop-web-1", "network shop-front", "volume shop-database-1-data"];
    assert.deepEqual(sorted(one("mine")), [names, []]);
    assert.deepEqual(sorted(one("theirs")), [[], names]);
  });

  test("without a label nobody's", () => {
    const seen = { containers: [container("c1", "web-1")], networks: [front()], volumes: [data()] };
    assert.deepEqual(sorted(seen)[0], []);
    assert.equal(sorted(seen)[1]?.length, 3);
  });

  test("of code without labels: what mounts this project's folder, what that uses, and what is on its networks", () => {
    const folders = ["/home/ann/shop/.lampstand/shop/secrets/web"];
    const seen = {
      containers: [
        container("c1", "web-1", { folders, networkIds: ["n1"], volumeNames: ["shop-database-1-data"] }),
        container("c2", "database-router-1", { networkIds: ["n1"] }),
      ],
      networks: [front()],
      volumes: [data(), { name: "shop-files-uploads", projectId: undefined }],
    };
    assert.deepEqual(sorted(seen), [
      [
        "container shop-web-1",
        "container shop-database-router-1",
        "network shop-front",
        "volume shop-database-1-data",
      ],
      ["volume shop-files-uploads"],
    ]);
  });

  test("a folder whose name only begins like this project's is another's", () => {
    const folders = ["/home/ann/shop/.lampstand-old/shop/secrets", "/home/ann/shop2/.lampstand/shop/secrets"];
    assert.deepEqual(sorted({ ...nothing, containers: [container("c1", "web-1", { folders })] })[0], []);
  });

  test("a project that lost its id finds it on the containers that mount its folder", () => {
    const projectId = "before";
    const folders = ["/home/ann/shop/.lampstand/shop/secrets/web"];
    const seen = {
      ...nothing,
      containers: [container("c1", "web-1", { projectId, folders })],
      volumes: [data(projectId)],
    };
    assert.equal(sorted(seen, { ...owner, projectId: "new" })[0]?.length, 2);
  });
});

describe("what becomes of what a deploy left over", () => {
  const planned = {
    networks: { "shop-front": "docker_network.front" },
    volumes: { "shop-database-1-data": "docker_volume.data-1" },
    stopSecondsByRole: {},
  };

  test("a volume is taken over, or left as it is, and never removed", () => {
    const unused = { name: "shop-files-old", projectId: "mine" };
    const leftovers = { ...nothing, volumes: [data("mine"), unused] };
    const repair = planRepair(leftovers, leftovers, planned);
    assert.deepEqual(repair.imports, [{ to: "docker_volume.data-1", id: "shop-database-1-data" }]);
    assert.deepEqual(repair.kept.volumes, [unused]);
    assert.deepEqual(repairText(repair, leftovers), [
      "An earlier deploy of this project was cut off; what it made and didn't record:",
      "  volume shop-database-1-data: taken over",
      "  volume shop-files-old: left as it is",
    ]);
  });

  test("a network in use is taken over, one that nothing uses is removed", () => {
    const leftovers = { ...nothing, networks: [front("mine")] };
    const user = container("c1", "web-1", { networkIds: ["n1"] });
    const used = planRepair({ ...leftovers, containers: [user] }, leftovers, planned);
    assert.deepEqual(used.imports, [{ to: "docker_network.front", id: "n1" }]);
    assert.deepEqual(used.removedNetworks, []);
    const free = planRepair(leftovers, leftovers, planned);
    assert.deepEqual(free.imports, []);
    assert.deepEqual(free.removedNetworks, [front("mine")]);
  });

  test("a container that serves keeps running until its successor is ready, unless that needs its ports", () => {
    const serving = container("c1", "web-1");
    const balancer = container("c2", "load-balancer-1", { publishedPorts: [8080] });
    const starting = container("c3", "web-2", { isHealthy: false });
    const created = container("c4", "web-3", { isRunning: false, isHealthy: false });
    const leftovers = { ...nothing, containers: [serving, balancer, starting, created] };
    const repair = planRepair(leftovers, leftovers, planned);
    assert.deepEqual(repair.removedLast, [serving]);
    assert.deepEqual(repair.removedFirst, [balancer, starting, created]);
    assert.deepEqual(repairText(repair, leftovers).slice(1), [
      "  container shop-load-balancer-1: removed, it holds no data",
      "  container shop-web-2: removed, it holds no data",
      "  container shop-web-3: removed, it holds no data",
      "  container shop-web-1: keeps running until its successor is ready",
    ]);
  });

  test("nothing is said where nothing was left over", () => {
    assert.deepEqual(repairText(planRepair(nothing, nothing, planned), nothing), []);
  });
});

describe("a name that another stack has", () => {
  test("is refused with what is there and where it comes from, and no command that removes anything", () => {
    const web = container("c1", "web-1", { folders: ["/srv/other/.lampstand/shop/secrets/web"] });
    assert.throws(() => assertNameIsFree("shop", { ...nothing, containers: [web], volumes: [data()] }), {
      ids: ["name-in-use"],
      message: `name: got "shop", but this engine has a stack of that name that is not this project's:
  container shop-web-1
  volume shop-database-1-data
It was deployed from /srv/other: run the command there to work on it.
To deploy from here, choose another name in lampstand.config.ts. Nothing was changed.`,
    });
  });
});

test("what a process that is gone had half written is removed, and what a running one writes is left", () => {
  const folder = mkdtempSync(join(tmpdir(), "lampstand-partial-"));
  const { pid: gone } = spawnSync("true");
  try {
    const place = (path: string) => {
      const whole = join(folder, ".lampstand", path);
      mkdirSync(whole, { recursive: true });
      return whole;
    };
    const dead = [`shop/images/web/abc.${gone}.partial`, `shop/secrets/web.${gone}.partial`].map(place);
    const living = [`shop/images/web/def.${process.pid}.partial`, "shop/images/web/abc"].map(place);
    removeHalfWritten(folder, "shop");
    assert.deepEqual([...dead, ...living].filter(existsSync), living);
    removeHalfWritten(folder, "other");
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
});

describe("Terraform's state", () => {
  const folder = mkdtempSync(join(tmpdir(), "lampstand-state-"));
  const file = join(folder, "terraform.local.tfstate");
  after(() => rmSync(folder, { recursive: true, force: true }));
  const state = JSON.stringify({
    resources: [
      { type: "docker_container", instances: [{ attributes: { id: "c1" } }] },
      { type: "docker_container", instances: [{ status: "tainted", attributes: { id: "c2" } }] },
      { type: "docker_volume", instances: [{ attributes: { id: "v1" } }, {}] },
      {},
    ],
  });

  test("names what it knows, and the containers that were not finished", () => {
    writeFileSync(file, state);
    assert.deepEqual([...idsOf(readState(file))], ["c1", "c2", "v1"]);
    assert.deepEqual(unfinishedContainers(readState(file)), ["c2"]);
  });

  test("of which half was written is put aside, and the one before it is used", () => {
    for (const torn of ["", state.slice(0, 40)]) {
      writeFileSync(file, torn);
      writeFileSync(`${file}.backup`, state);
      const printed: string[] = [];
      restoreState(file, (line) => printed.push(line));
      assert.equal(readFileSync(file, "utf8"), state);
      assert.equal(readFileSync(`${file}.torn`, "utf8"), torn);
      assert.match(
        printed.join(),
        /^Terraform's state was cut off while it was written \(kept as .*\.torn\): going on/,
      );
    }
  });

  test("with no whole one before it is as none", () => {
    writeFileSync(file, "{");
    writeFileSync(`${file}.backup`, "");
    restoreState(file, () => undefined);
    assert.deepEqual([...idsOf(readState(file))], []);
  });

  test("that is whole is left alone, and so is none", () => {
    writeFileSync(file, state);
    restoreState(file, () => assert.fail("it is whole"));
    assert.equal(readFileSync(file, "utf8"), state);
    restoreState(join(folder, "none"), () => assert.fail("there is none"));
  });
});
