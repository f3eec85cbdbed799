import {
  type Attributes,
  blocksOf,
  type Fields,
  numberOf,
  type ResourceType,
  textOf,
  textsOf,
  type Work,
} from "../plugin/index.ts";
import { type Api, fieldsOf } from "./api.ts";
import { between, checkTags, checkUserData } from "./checks.ts";
import { filled, idOf, itemsOf, pick } from "./fields.ts";
import { doing } from "./rest-resource.ts";
import { waitFor } from "./wait.ts";

const COLLECTION = "/v2/droplets/autoscale";

const configAttributes: Attributes = {
  cooldown_minutes: { type: "int", use: "optional", check: between(5, 20) },
  max_instances: { type: "int", use: "optional", check: between(1, 1000) },
  min_instances: { type: "int", use: "optional", check: between(1, 500) },
  target_cpu_utilization: { type: "float", use: "optional", check: between(0.05, 1) },
  target_memory_utilization: { type: "float", use: "optional", check: between(0.05, 1) },
  target_number_instances: { type: "int", use: "optional", check: between(1, 1000) },
};

const templateAttributes: Attributes = {
  image: { type: "string", use: "required" },
  ipv6: { type: "bool", use: "optional" },
  project_id: { type: "string", use: "optional" },
  region: { type: "string", use: "required" },
  size: { type: "string", use: "required" },
  ssh_keys: { type: "set", element: "string", use: "required" },
  tags: { type: "set", element: "string", use: "optional", check: checkTags },
  user_data: { type: "string", use: "optional", check: checkUserData },
  vpc_uuid: { type: "string", use: "optional" },
  with_droplet_agent: { type: "bool", use: "optional" },
};

const attributes: Attributes = {
  config: {
    type: "blocks",
    nesting: "list",
    use: "required",
    maxItems: 1,
    attributes: configAttributes,
  },
  created_at: { type: "string", use: "computed" },
  current_utilization: {
    type: "blocks",
    nesting: "list",
    use: "computed",
    attributes: { cpu: { type: "float", use: "computed" }, memory: { type: "float", use: "computed" } },
  },
  droplet_template: {
    type: "blocks",
    nesting: "list",
    use: "required",
    maxItems: 1,
    attributes: templateAttributes,
  },
  name: { type: "string", use: "required" },
  status: { type: "string", use: "computed" },
  updated_at: { type: "string", use: "computed" },
};

export const dropletAutoscale: ResourceType<Api> = {
  schema: { version: 0, attributes },

  create(work, planned) {
    const { client, signal, keep } = work;
    return doing("creating Droplet autoscale pool", signal, async () => {
      const made = fieldsOf(
        await client.send(signal, "POST", COLLECTION, poolBody(planned)),
        "autoscale_pool",
      );
      const id = idOf(made);
      keep({ ...planned, ...poolState(made, planned) });
      return doing(`waiting for Droplet autoscale pool (${id}) to be active`, signal, async () =>
        poolState(await waitActive(work, id), planned),
      );
    });
  },

  read({ client, signal }, stored) {
    return doing("retrieving Droplet autoscale pool", signal, async () => {
      const answer = await client.find(signal, `${COLLECTION}/${idOf(stored)}`);
      return answer && { state: poolState(fieldsOf(answer, "autoscale_pool"), stored), isLost: false };
    });
  },

  update({ client, signal }, stored, planned) {
    return doing("updating Droplet autoscale pool", signal, async () => {
      const answer = await client.send(signal, "PUT", `${COLLECTION}/${idOf(stored)}`, poolBody(planned));
      return poolState(fieldsOf(answer, "autoscale_pool"), planned);
    });
  },

  /** With its droplets, which would otherwise go on by themselves. */
  delete({ client, signal }, stored) {
    const path = `${COLLECTION}/${idOf(stored)}`;
    return doing("deleting Droplet autoscale pool", signal, async () => {
      await client.remove(signal, `${path}/dangerous`);
      await waitFor(signal, async () => ((await client.find(signal, path)) === null ? true : null));
    });
  },

  async import(_work, id) {
    return { id };
  },
};

/** Waits until the pool is active and has as many active droplets as it is to have at least. */
function waitActive({ client, signal }: Work<Api>, id: string): Promise<Fields> {
  return waitFor(signal, async () => {
    const pool = fieldsOf(await client.get(signal, `${COLLECTION}/${id}`), "autoscale_pool");
    if (pool.status === "error") throw new Error("unexpected state 'error', wanted 'active'");
    if (pool.status !== "active") return null;
    const config = fieldsOf(pool, "config");
    const least = numberOf(config, "min_instances") || numberOf(config, "target_number_instances") || 0;
    const members = await client.list(signal, `${COLLECTION}/${id}/members`, "droplets");
    return members.filter((member) => member.status === "active").length >= least ? pool : null;
  });
}

function poolBody(planned: Fields): Fields {
  const [config = {}] = blocksOf(planned, "config");
  const [template = {}] = blocksOf(planned, "droplet_template");
  return {
    ...pick(planned, "name"),
    config: filled(pick(config, ...Object.keys(configAttributes))),
    droplet_template: {
      ...filled(pick(template, ...Object.keys(templateAttributes))),
      ssh_keys: textsOf(template, "ssh_keys"),
      tags: textsOf(template, "tags"),
    },
  };
}

function poolState(answer: Fields, resource: Fields): Fields {
  const [asked = {}] = blocksOf(resource, "droplet_template");
  const template = fieldsOf(answer, "droplet_template");
  return {
    ...pick(answer, "name", "status", "created_at", "updated_at"),
    id: idOf(answer),
    config: [pick(fieldsOf(answer, "config"), ...Object.keys(configAttributes))],
    current_utilization: [pick(fieldsOf(answer, "current_utilization"), "cpu", "memory")],
    droplet_template: [
      {
        ...pick(template, ...Object.keys(templateAttributes)),
        ssh_keys: itemsOf(template, "ssh_keys"),
        tags: itemsOf(template, "tags"),
        // The API answers the image's number where its slug was asked for.
        image: textOf(asked, "image") ?? textOf(template, "image"),
      },
    ],
  };
}
