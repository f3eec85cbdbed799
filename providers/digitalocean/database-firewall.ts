import { randomUUID } from "node:crypto";
import { type Attributes, blocksOf, type Fields, type ResourceType, textOf } from "../plugin/index.ts";
import type { Api } from "./api.ts";
import { oneOf } from "./checks.ts";
import { pick } from "./fields.ts";
import { doing } from "./rest-resource.ts";

const SOURCES = ["ip_addr", "droplet", "k8s", "tag", "app"] as const;

const attributes: Attributes = {
  cluster_id: { type: "string", use: "required", forceNew: true },
  rule: {
    type: "blocks",
    nesting: "set",
    use: "required",
    attributes: {
      created_at: { type: "string", use: "computed" },
      type: { type: "string", use: "required", check: oneOf(...SOURCES) },
      uuid: { type: "string", use: "computed" },
      value: { type: "string", use: "required" },
    },
  },
};

/** The trusted sources of a cluster, all of them: an empty list lets everyone in. */
export const databaseFirewall: ResourceType<Api> = {
  schema: { version: 0, attributes },

  create({ client, signal }, planned) {
    return doing("creating DatabaseFirewall", signal, async () => {
      await client.send(signal, "PUT", pathOf(planned), { rules: rulesBody(planned) });
      const id = `${textOf(planned, "cluster_id") ?? ""}-${randomUUID()}`;
      return { id, ...rulesState(await client.get(signal, pathOf(planned))) };
    });
  },

  read({ client, signal }, stored) {
    return doing("retrieving DatabaseFirewall", signal, async () => {
      const answer = await client.find(signal, pathOf(stored));
      return (
        answer && { state: { ...pick(stored, "id", "cluster_id"), ...rulesState(answer) }, isLost: false }
      );
    });
  },

  update({ client, signal }, stored, planned) {
    return doing("updating DatabaseFirewall", signal, async () => {
      await client.send(signal, "PUT", pathOf(stored), { rules: rulesBody(planned) });
      return rulesState(await client.get(signal, pathOf(stored)));
    });
  },

  delete({ client, signal }, stored) {
    return doing("deleting DatabaseFirewall", signal, async () => {
      if (await client.find(signal, pathOf(stored))) {
        await client.send(signal, "PUT", pathOf(stored), { rules: [] });
      }
    });
  },

  async import(_work, clusterId) {
    return { id: `${clusterId}-${randomUUID()}`, cluster_id: clusterId };
  },
};

function pathOf(resource: Fields): string {
  return `/v2/databases/${textOf(resource, "cluster_id") ?? ""}/firewall`;
}

/** A rule that was there before keeps its uuid. */
function rulesBody(planned: Fields): Fields[] {
  return blocksOf(planned, "rule").map((rule) => {
    const uuid = textOf(rule, "uuid");
    return { ...pick(rule, "type", "value"), ...(uuid ? { uuid } : {}) };
  });
}

function rulesState(answer: Fields): Fields {
  return { rule: blocksOf(answer, "rules").map((rule) => pick(rule, "uuid", "type", "value", "created_at")) };
}
