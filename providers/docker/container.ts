import { readFile } from "node:fs/promises";
import { setTimeout as delay } from "node:timers/promises";
import type Docker from "dockerode";
import { engineMessage } from "../../modules/docker-engine/index.ts";
import { packTar, type TarEntry } from "../../modules/tar/index.ts";
import {
  blocksOf,
  type CreateWork,
  type Fields,
  isSet,
  numberOf,
  ProviderError,
  type ResourceType,
  textOf,
  textsOf,
} from "../plugin/index.ts";
import { checkSettings } from "./container-checks.ts";
import { explainCreation, explainStart } from "./container-failures.ts";
import { containerAttributes } from "./container-schema.ts";
import { containerOptions, updatableConfig } from "./container-spec.ts";
import { awaitStarted } from "./container-start.ts";
import { changingState, completed, importedState } from "./container-state.ts";
import { type Engine, explain, found, statusOf } from "./engine.ts";
import { labelsFrom, liftLabels } from "./labels.ts";

/** How long a removal that is under way elsewhere is waited for. */
const REMOVAL_MS = 10_000;
const POLL_MS = 100;

export const dockerContainer: ResourceType<Engine> = {
  schema: { version: 2, attributes: containerAttributes, upgrades: { 0: liftLabels } },
  validate: checkSettings,

  async create(work, planned) {
    const { client, signal, keep } = work;
    const name = textOf(planned, "name") ?? "";
    const id = await createNamed(work, planned, name);
    try {
      keep({ ...planned, id });
      await attachNetworks(client, id, planned);
      await upload(client, id, planned);
      signal.throwIfAborted();
      if (isSet(planned, "start")) await start(client, id, planned);
      const { container, logs } = await awaitStarted(client, id, planned, signal);
      return completed(planned, container, logs);
    } catch (thrown) {
      // A container that never came up would hold the name against the next attempt.
      await client.docker.getContainer(id).remove({ force: true, v: true });
      keep(null);
      throw explain(thrown, `starting container ${name}`, client);
    }
  },

  async read({ client }, stored) {
    const id = textOf(stored, "id") ?? "";
    try {
      const container = await found(client.docker.getContainer(id).inspect());
      if (container === null) return null;
      const base = isImported(stored) ? { ...stored, ...(await stateForImport(client, container)) } : stored;
      const isLost =
        base.must_run !== false && base.start !== false && isDown(container.State) && !isSet(base, "attach");
      return { state: { ...base, ...changingState(container, base), id: container.Id }, isLost };
    } catch (thrown) {
      throw explain(thrown, `reading container ${textOf(stored, "name") ?? id}`, client);
    }
  },

  async update({ client, signal }, stored, planned) {
    const id = textOf(stored, "id") ?? "";
    const name = textOf(planned, "name") ?? id;
    const handle = client.docker.getContainer(id);
    try {
      if (JSON.stringify(updatableConfig(stored)) !== JSON.stringify(updatableConfig(planned))) {
        await handle.update(updatableConfig(planned));
      }
      if (isSet(planned, "start") && !isSet(stored, "start")) await start(client, id, planned);
      if (isSet(planned, "wait") && !isSet(stored, "wait")) await awaitStarted(client, id, planned, signal);
      return completed(planned, await handle.inspect(), null);
    } catch (thrown) {
      throw explain(thrown, `updating container ${name}`, client);
    }
  },

  async delete({ client }, stored) {
    const id = textOf(stored, "id") ?? "";
    const handle = client.docker.getContainer(id);
    try {
      const graceS = numberOf(stored, "destroy_grace_seconds") ?? 0;
      // A frozen or ended container can't be stopped; the removal ends it all the same.
      if (graceS > 0) await handle.stop({ t: graceS }).catch(() => {});
      await remove(handle, stored.remove_volumes !== false);
    } catch (thrown) {
      throw explain(thrown, `removing container ${textOf(stored, "name") ?? id}`, client);
    }
  },

  async import({ client }, id) {
    const container = await found(client.docker.getContainer(id).inspect());
    if (container) return { id: container.Id };
    throw new ProviderError(`There is no container ${id}`, "Give a name or id that `docker ps -a` shows.");
  },

  lostShownBy: "exit_code",
};

/** True where `import` alone has written the state so far. */
function isImported(stored: Fields): boolean {
  return stored.image === null || stored.image === undefined;
}

async function stateForImport(engine: Engine, container: Docker.ContainerInspectInfo): Promise<Fields> {
  const image = await found(engine.docker.getImage(container.Image).inspect());
  return importedState(container, image?.Config.Env ?? [], image?.Config.Labels ?? {});
}

function isDown(state: Docker.ContainerInspectInfo["State"]): boolean {
  return !state.Running && !state.Restarting;
}

/** Creates the container; removes a stopped one of this configuration that still has the name. */
async function createNamed(work: CreateWork<Engine>, planned: Fields, name: string): Promise<string> {
  const { client } = work;
  const options = containerOptions(planned);
  try {
    return (await client.docker.createContainer(options)).id;
  } catch (thrown) {
    const holder = statusOf(thrown) === 409 ? await found(client.docker.getContainer(name).inspect()) : null;
    if (holder === null || !isRemainder(holder, labelsFrom(planned))) {
      throw explainCreation(thrown, name, planned, holder, client);
    }
    await remove(client.docker.getContainer(holder.Id), false);
    return (await client.docker.createContainer(options)).id;
  }
}

/**
 * True for what a stopped container with the same name and the same labels is taken for: what is left of the one to be
 * replaced. With create_before_destroy only the labels show whose it is; without any it is left alone.
 */
function isRemainder(holder: Docker.ContainerInspectInfo, labels: Readonly<Record<string, string>>): boolean {
  const names = Object.keys(labels);
  return (
    isDown(holder.State) &&
    names.length > 0 &&
    names.every((name) => holder.Config.Labels[name] === labels[name])
  );
}

/** Leaves the default bridge for the networks asked for; the container doesn't run yet, so this costs little. */
async function attachNetworks(engine: Engine, id: string, planned: Fields): Promise<void> {
  const networks = blocksOf(planned, "networks_advanced");
  if (networks.length === 0) return;
  await engine.docker
    .getNetwork(textOf(planned, "network_mode") || "bridge")
    .disconnect({ Container: id, Force: true });
  for (const network of networks) {
    const [ipv4, ipv6] = [textOf(network, "ipv4_address"), textOf(network, "ipv6_address")];
    await engine.docker.getNetwork(textOf(network, "name") ?? "").connect({
      Container: id,
      EndpointConfig: {
        Aliases: textsOf(network, "aliases"),
        IPAMConfig: { ...(ipv4 ? { IPv4Address: ipv4 } : {}), ...(ipv6 ? { IPv6Address: ipv6 } : {}) },
      },
    });
  }
}

async function upload(engine: Engine, id: string, planned: Fields): Promise<void> {
  const blocks = blocksOf(planned, "upload");
  if (blocks.length === 0) return;
  const entries = await Promise.all(blocks.map(uploadEntry));
  await engine.docker.getContainer(id).putArchive(packTar(entries), { path: "/" });
}

async function uploadEntry(block: Fields): Promise<TarEntry> {
  const source = textOf(block, "source");
  const encoded = textOf(block, "content_base64");
  const content = source
    ? await readFile(source)
    : encoded
      ? Buffer.from(encoded, "base64")
      : Buffer.from(textOf(block, "content") ?? "");
  const permissions = textOf(block, "permissions") || (isSet(block, "executable") ? "0744" : "0644");
  return {
    path: (textOf(block, "file") ?? "").replace(/^\/+/, ""),
    content,
    mode: Number.parseInt(permissions, 8),
  };
}

async function start(engine: Engine, id: string, planned: Fields): Promise<void> {
  try {
    await engine.docker.getContainer(id).start();
  } catch (thrown) {
    throw await explainStart(thrown, planned, engine);
  }
}

async function remove(handle: Docker.Container, withVolumes: boolean): Promise<void> {
  try {
    await found(handle.remove({ force: true, v: withVolumes }));
  } catch (thrown) {
    if (statusOf(thrown) !== 409 || !engineMessage(thrown).includes("already in progress")) throw thrown;
    for (const deadline = Date.now() + REMOVAL_MS; await found(handle.inspect()); await delay(POLL_MS)) {
      if (Date.now() > deadline) throw thrown;
    }
  }
}
