import { type Attributes, type Fields, type ResourceType, textOf, textsOf } from "../plugin/index.ts";
import { type Api, fieldsOf } from "./api.ts";
import { ofLength } from "./checks.ts";
import {
  connectionAttributes,
  connectionState,
  failedCreation,
  lookUp,
  waitOnline,
} from "./database-connection.ts";
import { differs, filled, idOf, itemsOf, numericId, pick } from "./fields.ts";
import { doing, importedParts } from "./rest-resource.ts";
import { lowerCase } from "./stored-form.ts";

const attributes: Attributes = {
  ...connectionAttributes,
  cluster_id: { type: "string", use: "required", forceNew: true },
  name: { type: "string", use: "required", forceNew: true, check: ofLength(3, 63) },
  private_network_uuid: { type: "string", use: "optional+computed", forceNew: true },
  region: { type: "string", use: "optional", forceNew: true, normalize: lowerCase },
  size: { type: "string", use: "optional" },
  storage_size_mib: { type: "string", use: "optional+computed" },
  tags: { type: "set", element: "string", use: "optional", forceNew: true },
  uuid: { type: "string", use: "computed", forceNew: true },
};

export const databaseReplica: ResourceType<Api> = {
  schema: { version: 0, attributes },

  create({ client, signal, keep }, planned) {
    return doing("creating DatabaseReplica", signal, async () => {
      const made = fieldsOf(
        await client.send(signal, "POST", collectionOf(planned), creationBody(planned)),
        "replica",
      );
      keep({ ...planned, ...replicaState(made, planned) });
      const name = textOf(planned, "name") ?? "";
      try {
        return await doing(`waiting for DatabaseReplica (${name}) to be online`, signal, async () =>
          replicaState(await waitOnline({ client, signal }, pathOf(planned), "replica"), planned),
        );
      } catch (thrown) {
        throw failedCreation("Read replica", name, thrown);
      }
    });
  },

  read({ client, signal }, stored) {
    return doing("retrieving DatabaseReplica", signal, async () => {
      const replicas = {
        path: collectionOf(stored),
        key: "replicas",
        isIt: (listed: Fields) => listed.name === stored.name,
      };
      const found = await lookUp({ client, signal }, pathOf(stored), "replica", replicas);
      if (found === null) return null;
      const state = found.isLost ? stored : replicaState(found.answer, stored);
      return { state, isLost: found.isLost };
    });
  },

  update({ client, signal }, stored, planned) {
    return doing("resizing DatabaseReplica", signal, async () => {
      if (!["size", "storage_size_mib"].some((name) => differs(stored, planned, name))) return {};
      const storage = numericId(textOf(planned, "storage_size_mib"));
      const wanted = { ...pick(planned, "size"), num_nodes: 1, ...filled({ storage_size_mib: storage }) };
      // A replica is resized as the cluster that it is by its own id.
      await client.send(signal, "PUT", `/v2/databases/${textOf(stored, "uuid") ?? ""}/resize`, wanted);
      const resized = await waitOnline(
        { client, signal },
        pathOf(stored),
        "replica",
        (answer) => !differs(answer, wanted, "size"),
      );
      return replicaState(resized, planned);
    });
  },

  delete({ client, signal }, stored) {
    return doing("deleting DatabaseReplica", signal, () => client.remove(signal, pathOf(stored)));
  },

  async import(_work, id) {
    return importedParts("DatabaseReplica", id, ["cluster_id", "name"]);
  },

  lostShownBy: "host",
};

function creationBody(planned: Fields): Fields {
  return filled({
    ...pick(planned, "name", "region", "size", "private_network_uuid"),
    tags: textsOf(planned, "tags"),
    storage_size_mib: numericId(textOf(planned, "storage_size_mib")),
  });
}

function replicaState(answer: Fields, resource: Fields): Fields {
  const cluster = textOf(resource, "cluster_id") ?? "";
  const name = textOf(answer, "name") ?? "";
  const storageMib = answer.storage_size_mib ?? null;
  return {
    ...connectionState(answer, resource),
    ...pick(answer, "name", "region", "private_network_uuid"),
    id: `${cluster}/replicas/${name}`,
    uuid: idOf(answer),
    size: answer.size ?? resource.size ?? null,
    storage_size_mib: storageMib === null ? null : String(storageMib),
    tags: itemsOf(answer, "tags"),
  };
}

function collectionOf(resource: Fields): string {
  return `/v2/databases/${textOf(resource, "cluster_id") ?? ""}/replicas`;
}

function pathOf(resource: Fields): string {
  return `${collectionOf(resource)}/${encodeURIComponent(textOf(resource, "name") ?? "")}`;
}
