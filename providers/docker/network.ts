import type Docker from "dockerode";
import { engineMessage } from "../../modules/docker-engine/index.ts";
import {
  blocksOf,
  type Fields,
  isFields,
  isSet,
  isZero,
  keyOf,
  ProviderError,
  type ResourceType,
  textMapOf,
  textOf,
} from "../plugin/index.ts";
import { type Engine, explain, found, statusOf } from "./engine.ts";
import { labelBlocks, labelsFrom, liftLabels } from "./labels.ts";
import { networkAttributes } from "./network-schema.ts";

export const dockerNetwork: ResourceType<Engine> = {
  schema: { version: 1, attributes: networkAttributes, upgrades: { 0: liftLabels } },

  async create({ client, keep }, planned) {
    const name = textOf(planned, "name") ?? "";
    try {
      const { id } = await client.docker.createNetwork(networkOptions(name, planned));
      keep({ ...planned, id });
      return { id, ...networkState(await client.docker.getNetwork(id).inspect()), ...known(planned) };
    } catch (thrown) {
      throw explainCreation(thrown, name, client);
    }
  },

  async read({ client }, stored) {
    const id = textOf(stored, "id") ?? "";
    try {
      const network = await found(client.docker.getNetwork(id).inspect());
      return network && { state: { ...readState(network, stored), id: network.Id }, isLost: false };
    } catch (thrown) {
      throw explain(thrown, `reading network ${id}`, client);
    }
  },

  async delete({ client }, stored) {
    const id = textOf(stored, "id") ?? "";
    const network = client.docker.getNetwork(id);
    try {
      await found(network.remove());
    } catch (thrown) {
      if (!engineMessage(thrown).includes("active endpoints"))
        throw explain(thrown, `removing network ${id}`, client);
      const inspected = await found(network.inspect());
      const users = Object.values(inspected?.Containers ?? {}).map((container) => container.Name);
      throw new ProviderError(
        `Network ${textOf(stored, "name") ?? id} is in use`,
        `Still attached: ${users.join(", ")}. Stop or disconnect them, then run the command again.`,
      );
    }
  },

  async import(_work, id) {
    return { id, ipam_driver: "default" };
  },
};

function networkOptions(name: string, planned: Fields): Docker.NetworkCreateOptions {
  return {
    Name: name,
    CheckDuplicate: true,
    Driver: textOf(planned, "driver") ?? "bridge",
    Internal: isSet(planned, "internal"),
    Attachable: isSet(planned, "attachable"),
    Ingress: isSet(planned, "ingress"),
    EnableIPv6: isSet(planned, "ipv6"),
    Options: textMapOf(planned, "options"),
    Labels: labelsFrom(planned),
    IPAM: {
      Driver: textOf(planned, "ipam_driver") ?? "default",
      Options: textMapOf(planned, "ipam_options"),
      Config: blocksOf(planned, "ipam_config").map((block) => ({
        ...textual("Subnet", block, "subnet"),
        ...textual("Gateway", block, "gateway"),
        ...textual("IPRange", block, "ip_range"),
        AuxiliaryAddresses: textMapOf(block, "aux_address"),
      })),
    },
  };
}

function textual(key: string, block: Fields, name: string): Record<string, string> {
  const text = textOf(block, name);
  return text ? { [key]: text } : {};
}

function networkState(network: Docker.NetworkInspectInfo): Fields {
  return {
    name: network.Name,
    driver: network.Driver,
    scope: network.Scope,
    internal: network.Internal,
    attachable: network.Attachable,
    ingress: network.Ingress,
    ipv6: network.EnableIPv6,
    options: network.Options ?? {},
    labels: labelBlocks(network.Labels),
    ipam_driver: network.IPAM?.Driver ?? "default",
    ipam_options: network.IPAM?.Options ?? {},
    ipam_config: (network.IPAM?.Config ?? []).map((config) => ({
      subnet: config.Subnet ?? "",
      gateway: config.Gateway ?? "",
      ip_range: config.IPRange ?? "",
      aux_address: addresses(config),
    })),
  };
}

/** What the engine has added to what was asked for (a gateway, an option) is no change. */
function readState(network: Docker.NetworkInspectInfo, stored: Fields): Fields {
  const observed = networkState(network);
  const asked = blocksOf(stored, "ipam_config");
  const seen = blocksOf(observed, "ipam_config");
  const isAsAsked = asked.length > 0 && asked.every((block) => seen.some((other) => includes(other, block)));
  const { options } = stored;
  const hasOptions =
    options !== undefined && isFields(options) && includes(fieldsOf(observed, "options"), options);
  return {
    ...observed,
    ...(isAsAsked ? { ipam_config: asked } : {}),
    ...(hasOptions ? { options } : {}),
  };
}

function fieldsOf(fields: Fields, name: string): Fields {
  const value = fields[name] ?? null;
  return isFields(value) ? value : {};
}

function includes(whole: Fields, part: Fields): boolean {
  return Object.entries(part).every(
    ([name, value]) => isZero(value) || keyOf(whole[name] ?? null) === keyOf(value),
  );
}

function addresses(config: object): Fields {
  const source: unknown = "AuxiliaryAddresses" in config ? config.AuxiliaryAddresses : null;
  if (typeof source !== "object" || source === null) return {};
  return Object.fromEntries(Object.entries(source).map(([host, address]) => [host, String(address)]));
}

/** What was asked for stays in the state as it was written. */
function known(planned: Fields): Fields {
  return Object.fromEntries(
    Object.entries(planned).filter(([, value]) => typeof value !== "symbol" && !isZero(value)),
  );
}

function explainCreation(thrown: unknown, name: string, engine: Engine): ProviderError {
  if (statusOf(thrown) === 409) {
    return new ProviderError(
      `A network named ${name} exists already`,
      `Take it over with \`terraform import ADDRESS $(docker network inspect -f '{{.Id}}' ${name})\`, choose another name, or remove it with \`docker network rm ${name}\`.`,
    );
  }
  if (/overlaps|non-overlapping/.test(engineMessage(thrown))) {
    const detail = `${engineMessage(thrown)}. Choose another subnet in ipam_config, or remove networks that nobody uses.`;
    return new ProviderError(`Network ${name} has no address range of its own`, detail);
  }
  return explain(thrown, `creating network ${name}`, engine);
}
