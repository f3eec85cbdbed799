import {
  blocksOf,
  type Fields,
  ProviderError,
  type ResourceType,
  textOf,
  textsOf,
  type Value,
  type Work,
} from "../plugin/index.ts";
import { type Api, fieldsOf } from "./api.ts";
import { clusterAttributes } from "./database-cluster-schema.ts";
import {
  connectionState,
  failedCreation,
  lookUp,
  metricsEndpoints,
  waitOnline,
} from "./database-connection.ts";
import { differs, filled, idOf, itemsOf, numericId, pick } from "./fields.ts";
import { doing } from "./rest-resource.ts";
import { retag } from "./tagging.ts";

const COLLECTION = "/v2/databases";

export const databaseCluster: ResourceType<Api> = {
  schema: { version: 0, attributes: clusterAttributes, timeouts: { create: 30 * 60_000 } },

  create({ client, signal, keep }, planned) {
    return doing("creating database cluster", signal, async () => {
      const made = fieldsOf(await client.send(signal, "POST", COLLECTION, creationBody(planned)), "database");
      const id = idOf(made);
      keep({ ...planned, ...clusterState(made, planned) });
      try {
        const online = await doing(`waiting for database cluster (${id}) to be online`, signal, () =>
          waitOnline({ client, signal }, `${COLLECTION}/${id}`, "database"),
        );
        await configure(client, signal, id, {}, planned);
        return clusterState(online, planned);
      } catch (thrown) {
        throw failedCreation("Database cluster", id, thrown);
      }
    });
  },

  read({ client, signal }, stored) {
    return doing("retrieving database cluster", signal, async () => {
      const id = idOf(stored);
      const path = `${COLLECTION}/${id}`;
      const clusters = { path: COLLECTION, key: "databases", isIt: (listed: Fields) => listed.id === id };
      const found = await lookUp({ client, signal }, path, "database", clusters);
      if (found === null) return null;
      if (found.isLost) return { state: stored, isLost: true };
      const cluster = found.answer;
      const isImported = textOf(stored, "name") === null;
      const modes =
        textOf(stored, "sql_mode") || isImported ? await client.get(signal, `${path}/sql_mode`) : {};
      const hasWindow = blocksOf(stored, "maintenance_window").length > 0 || isImported;
      const window = pick(fieldsOf(cluster, "maintenance_window"), "day", "hour");
      const state = {
        ...clusterState(cluster, stored),
        ...filled(modes),
        ...(hasWindow && window.day ? { maintenance_window: [window] } : {}),
      };
      return { state, isLost: false };
    });
  },

  update({ client, signal }, stored, planned) {
    return doing("updating database cluster", signal, async () => {
      const id = idOf(stored);
      const path = `${COLLECTION}/${id}`;
      if (differs(stored, planned, "region")) throw cannotMove(stored, planned);
      await resize({ client, signal }, path, stored, planned);
      if (differs(stored, planned, "version")) {
        await client.send(signal, "PUT", `${path}/upgrade`, pick(planned, "version"));
        await waitOnline({ client, signal }, path, "database");
      }
      await configure(client, signal, id, stored, planned);
      await retag(
        { client, signal },
        { id, type: "database" },
        textsOf(stored, "tags"),
        textsOf(planned, "tags"),
      );
      return clusterState(fieldsOf(await client.get(signal, path), "database"), planned);
    });
  },

  delete({ client, signal }, stored) {
    return doing("deleting database cluster", signal, () =>
      client.remove(signal, `${COLLECTION}/${idOf(stored)}`),
    );
  },

  async import(_work, id) {
    return { id };
  },

  lostShownBy: "host",
};

function creationBody(planned: Fields): Fields {
  return {
    ...filled(
      pick(planned, "name", "engine", "version", "size", "region", "private_network_uuid", "project_id"),
    ),
    num_nodes: planned.node_count ?? null,
    ...filled({ tags: textsOf(planned, "tags"), storage_size_mib: storage(planned) }),
  };
}

function storage(planned: Fields): Value {
  return numericId(textOf(planned, "storage_size_mib"));
}

async function resize(work: Work<Api>, path: string, stored: Fields, planned: Fields): Promise<void> {
  if (!["size", "node_count", "storage_size_mib"].some((name) => differs(stored, planned, name))) return;
  const isGrowing = differs(stored, planned, "storage_size_mib");
  const wanted: Fields = {
    size: planned.size ?? null,
    num_nodes: planned.node_count ?? null,
    ...(isGrowing ? filled({ storage_size_mib: storage(planned) }) : {}),
  };
  await work.client.send(work.signal, "PUT", `${path}/resize`, wanted);
  await waitOnline(
    work,
    path,
    "database",
    (answer) => !differs(answer, wanted, "size") && !differs(answer, wanted, "num_nodes"),
  );
}

/** Settings that have requests of their own. */
async function configure(
  client: Api,
  signal: AbortSignal,
  id: string,
  stored: Fields,
  planned: Fields,
): Promise<void> {
  const [window] = blocksOf(planned, "maintenance_window");
  if (window && differs(stored, planned, "maintenance_window")) {
    await client.send(signal, "PUT", `${COLLECTION}/${id}/maintenance`, pick(window, "day", "hour"));
  }
  if (textOf(planned, "sql_mode") && differs(stored, planned, "sql_mode")) {
    await client.send(signal, "PUT", `${COLLECTION}/${id}/sql_mode`, pick(planned, "sql_mode"));
  }
}

function clusterState(answer: Fields, resource: Fields): Fields {
  const id = idOf(answer);
  const ui = fieldsOf(answer, "ui_connection");
  const storageMib = answer.storage_size_mib ?? null;
  return {
    ...connectionState(answer, resource),
    ...pick(answer, "name", "engine", "version", "size", "region"),
    id,
    urn: `do:dbaas:${id}`,
    node_count: answer.num_nodes ?? null,
    private_network_uuid: answer.private_network_uuid ?? null,
    project_id: answer.project_id ?? null,
    storage_size_mib: storageMib === null ? null : String(storageMib),
    tags: itemsOf(answer, "tags"),
    metrics_endpoints: metricsEndpoints(answer),
    ui_database: textOf(ui, "database"),
    ui_host: textOf(ui, "host"),
    ui_password: textOf(ui, "password"),
    ui_port: ui.port ?? null,
    ui_uri: textOf(ui, "uri"),
    ui_user: textOf(ui, "user"),
  };
}

function cannotMove(stored: Fields, planned: Fields): ProviderError {
  const [from, to] = [textOf(stored, "region") ?? "", textOf(planned, "region") ?? ""];
  return new ProviderError(
    `A database cluster can't be moved from ${from} to ${to} by this stand-in provider`,
    "Move it in the control panel, then run the command again; or make a new cluster under another name.",
  );
}
