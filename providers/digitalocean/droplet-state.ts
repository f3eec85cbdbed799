import { blocksOf, type Fields, textOf, textsOf, type Value } from "../plugin/index.ts";
import { fieldsOf } from "./api.ts";
import { idOf, itemsOf, pick } from "./fields.ts";

/** What the state holds of a droplet that the API has answered; its image is as it was asked for. */
export function dropletState(answer: Fields): Fields {
  const id = idOf(answer);
  const size = fieldsOf(answer, "size");
  const networks = fieldsOf(answer, "networks");
  return {
    ...pick(answer, "name", "disk", "memory", "vcpus", "locked", "status", "created_at"),
    id,
    urn: `do:droplet:${id}`,
    region: textOf(fieldsOf(answer, "region"), "slug"),
    size: textOf(size, "slug") ?? textOf(answer, "size_slug"),
    ...pick(size, "price_hourly", "price_monthly"),
    vpc_uuid: textOf(answer, "vpc_uuid"),
    tags: itemsOf(answer, "tags"),
    volume_ids: itemsOf(answer, "volume_ids"),
    ipv4_address: addressOf(networks, "v4", "public"),
    ipv4_address_private: addressOf(networks, "v4", "private"),
    ipv6_address: addressOf(networks, "v6", "public"),
    ...featureFlags(answer),
  };
}

/** An answer without features leaves them unknown. */
function featureFlags(answer: Fields): Fields {
  if (!Array.isArray(answer.features)) return {};
  const features = textsOf(answer, "features");
  const names = ["backups", "ipv6", "monitoring", "private_networking"];
  return Object.fromEntries(names.map((name) => [name, features.includes(name)]));
}

function addressOf(networks: Fields, version: string, type: string): Value {
  const network = blocksOf(networks, version).find((candidate) => candidate.type === type);
  return (network && textOf(network, "ip_address")) ?? "";
}
