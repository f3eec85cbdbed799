import { z } from "zod";

const label = z.object({ label: z.string(), value: z.string() });
const labelled = z.object({ name: z.string(), labels: z.array(label) });

/** Strict, so that a setting which the stack has and the compose file would lack is an error and not an advantage. */
const containerSchema = z.strictObject({
  "//": z.unknown(),
  capabilities: z.object({ add: z.array(z.string()), drop: z.array(z.string()) }),
  destroy_grace_seconds: z.number(),
  env: z.array(z.string()),
  healthcheck: z.object({
    test: z.array(z.string()),
    interval: z.string(),
    timeout: z.string(),
    start_period: z.string(),
    retries: z.number(),
  }),
  hostname: z.string(),
  image: z.string(),
  labels: z.array(label),
  lifecycle: z.unknown(),
  log_driver: z.string(),
  log_opts: z.record(z.string(), z.string()),
  memory: z.number(),
  memory_swap: z.number(),
  mounts: z.array(
    z.strictObject({
      type: z.enum(["bind", "volume"]),
      source: z.string(),
      target: z.string(),
      read_only: z.boolean().optional(),
    }),
  ),
  name: z.string(),
  networks_advanced: z.array(z.strictObject({ name: z.string(), aliases: z.array(z.string()) })),
  ports: z.array(z.strictObject({ internal: z.number(), external: z.number(), ip: z.string() })),
  read_only: z.boolean(),
  restart: z.string(),
  security_opts: z.array(z.string()),
  stop_signal: z.string(),
  tmpfs: z.record(z.string(), z.string()),
  // How Terraform waits, which docker-compose doesn't.
  wait: z.boolean().optional(),
  wait_timeout: z.number().optional(),
});

const stackSchema = z.object({
  resource: z.object({
    docker_image: z.record(z.string(), z.object({ name: z.string() })),
    docker_network: z.record(z.string(), labelled.extend({ internal: z.boolean() })),
    docker_volume: z.record(z.string(), labelled),
    docker_container: z.record(z.string(), containerSchema),
  }),
});

type Resources = z.infer<typeof stackSchema>["resource"];
type Container = z.infer<typeof containerSchema>;

/**
 * A synthesized stack as a compose file (format 2.4, in JSON, which is YAML too): the same containers, with the same
 * settings, on the same networks and volumes, of the same images.
 *
 * @param synthesized the text of cdk.tf.json
 * @throws ZodError for a setting of a container that isn't carried over
 */
export function renderCompose(synthesized: string): string {
  const { resource } = stackSchema.parse(JSON.parse(synthesized));
  const { docker_network: networks, docker_volume: volumes, docker_container: containers } = resource;
  const file = {
    version: "2.4",
    services: byName(Object.values(containers), (container) => service(container, resource)),
    networks: byName(Object.values(networks), ({ name, labels, internal }) => ({
      name,
      internal,
      labels: toRecord(labels),
    })),
    volumes: byName(Object.values(volumes), ({ name, labels }) => ({ name, labels: toRecord(labels) })),
  };
  // docker-compose puts variables into every value; `$$` is a dollar sign.
  return JSON.stringify(file, null, 2).replaceAll("$", "$$$$");
}

/** Names of the containers that Terraform waits for until they are healthy: those that roll. */
export function waitedFor(synthesized: string): string[] {
  const { resource } = stackSchema.parse(JSON.parse(synthesized));
  return Object.values(resource.docker_container)
    .filter(({ wait }) => wait === true)
    .map(({ name }) => name);
}

function service(container: Container, resources: Resources): object {
  const { healthcheck } = container;
  return {
    container_name: container.name,
    image: resolve(container.image, resources),
    hostname: container.hostname,
    restart: container.restart,
    environment: container.env,
    labels: toRecord(container.labels),
    cap_drop: container.capabilities.drop,
    cap_add: container.capabilities.add,
    security_opt: container.security_opts,
    read_only: container.read_only,
    tmpfs: Object.entries(container.tmpfs).map(([path, options]) => `${path}:${options}`),
    mem_limit: `${container.memory}m`,
    memswap_limit: `${container.memory_swap}m`,
    stop_signal: container.stop_signal,
    stop_grace_period: `${container.destroy_grace_seconds}s`,
    healthcheck,
    logging: { driver: container.log_driver, options: container.log_opts },
    ports: container.ports.map(({ ip, external, internal }) => `${ip}:${external}:${internal}`),
    networks: Object.fromEntries(
      container.networks_advanced.map(({ name, aliases }) => [resolve(name, resources), { aliases }]),
    ),
    volumes: container.mounts.map(({ source, ...mount }) => ({
      ...mount,
      source: resolve(source, resources),
    })),
  };
}

/** `${docker_network.ID.name}` as the network's name; an image's id as the image's name. */
function resolve(value: string, resources: Resources): string {
  const [, type, id = ""] = /^\$\{(docker_\w+)\.(.+)\.\w+\}$/.exec(value) ?? [];
  switch (type) {
    case undefined:
      return value;
    case "docker_image":
    case "docker_network":
    case "docker_volume": {
      const referred = resources[type][id];
      if (referred === undefined) throw new Error(`${value} refers to nothing in the stack`);
      return referred.name;
    }
    default:
      throw new Error(`${value} refers to a ${type}, which a compose file can't`);
  }
}

function byName<T extends { readonly name: string }>(
  items: readonly T[],
  render: (item: T) => object,
): Record<string, object> {
  return Object.fromEntries(items.map((item) => [item.name, render(item)]));
}

function toRecord(labels: readonly { readonly label: string; readonly value: string }[]) {
  return Object.fromEntries(labels.map(({ label, value }) => [label, value]));
}
