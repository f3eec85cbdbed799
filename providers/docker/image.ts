import { setTimeout as delay } from "node:timers/promises";
import type Docker from "dockerode";
import { engineMessage, followEvents } from "../../modules/docker-engine/index.ts";
import {
  blocksOf,
  type CreateWork,
  type Fields,
  isSet,
  ProviderError,
  type ResourceType,
  textOf,
  textsOf,
} from "../plugin/index.ts";
import { buildImage } from "./build.ts";
import { type Engine, explain, found, statusOf } from "./engine.ts";
import { imageAttributes } from "./image-schema.ts";

const DRAIN_MS = 30_000;
const POLL_MS = 250;

export const dockerImage: ResourceType<Engine> = {
  schema: { version: 0, attributes: imageAttributes },

  async create(work, planned) {
    const { client } = work;
    const name = textOf(planned, "name") ?? "";
    try {
      await provideImage(work, name, planned);
      const image = await found(client.docker.getImage(name).inspect());
      if (image) return { ...imageState(image, name), id: `${image.Id}${name}` };
    } catch (thrown) {
      throw explain(thrown, `providing image ${name}`, client);
    }
    throw new ProviderError(
      `Image ${name} is not there after it was made`,
      "Something else removed it; run again.",
    );
  },

  async read({ client }, stored) {
    const name = textOf(stored, "name") ?? "";
    try {
      const image = await found(client.docker.getImage(name).inspect());
      return image && { state: { ...imageState(image, name), id: `${image.Id}${name}` }, isLost: false };
    } catch (thrown) {
      throw explain(thrown, `reading image ${name}`, client);
    }
  },

  // Only keep_locally and force_remove change in place, and both matter at the removal alone.
  async update(_work, stored) {
    return {
      id: textOf(stored, "id"),
      image_id: textOf(stored, "image_id"),
      repo_digest: textOf(stored, "repo_digest"),
    };
  },

  async delete({ client, signal }, stored) {
    if (isSet(stored, "keep_locally")) return;
    const name = textOf(stored, "name") ?? "";
    const tags = [name, ...blocksOf(stored, "build").flatMap((build) => textsOf(build, "tag"))];
    try {
      for (const tag of tags) await untagWhenUnused(client, tag, stored, signal);
    } catch (thrown) {
      if (statusOf(thrown) !== 409) throw explain(thrown, `removing image ${name}`, client);
      throw new ProviderError(
        `Image ${name} is in use`,
        `${engineMessage(thrown)}. Remove that container first, or set keep_locally = true to leave the image.`,
      );
    }
  },

  async import({ client }, id) {
    const image = await found(client.docker.getImage(id).inspect());
    if (image) return { id: `${image.Id}${id}`, name: id };
    throw new ProviderError(
      `There is no image ${id}`,
      "Give a name with its tag that `docker images` shows.",
    );
  },
};

async function provideImage(work: CreateWork<Engine>, name: string, planned: Fields): Promise<void> {
  const [build] = blocksOf(planned, "build");
  if (build) {
    await buildImage(work.client, name, build, textOf(planned, "platform") ?? "", work.signal);
    const image = work.client.docker.getImage(name);
    for (const tag of textsOf(build, "tag")) await image.tag(tagOf(tag));
    return;
  }
  const isHere = (await found(work.client.docker.getImage(name).inspect())) !== null;
  // pull_triggers mean that the name may stand for another image than before.
  if (isHere && textsOf(planned, "pull_triggers").length === 0) return;
  await pullImage(work, name, textOf(planned, "platform") ?? "");
}

async function pullImage(work: CreateWork<Engine>, name: string, platform: string): Promise<void> {
  const { client, signal } = work;
  const tagged = /[:@][^/]+$/.test(name) ? name : `${name}:latest`;
  try {
    const stream = await client.docker.pull(tagged, {
      abortSignal: signal,
      ...(platform ? { platform } : {}),
    });
    await followEvents(stream);
  } catch (thrown) {
    signal.throwIfAborted();
    throw new ProviderError(
      `Image ${name} can't be pulled`,
      `${engineMessage(thrown)}. Check the name and that this machine reaches the registry, or build the image with a build block.`,
      ["name"],
    );
  }
}

function tagOf(name: string): { readonly repo: string; readonly tag: string } {
  const at = name.lastIndexOf(":");
  const isTagged = at > name.lastIndexOf("/");
  return isTagged ? { repo: name.slice(0, at), tag: name.slice(at + 1) } : { repo: name, tag: "latest" };
}

/** Removes a name, unless it now refers to another image. */
/**
 * After an interrupted deploy Terraform removes the earlier image beside its containers, not after them: an image in use
 * is tried again, for as long as containers may take to drain.
 */
async function untagWhenUnused(
  engine: Engine,
  tag: string,
  stored: Fields,
  signal: AbortSignal,
): Promise<void> {
  for (const deadline = Date.now() + DRAIN_MS; ; await delay(POLL_MS, undefined, { signal })) {
    try {
      return await untag(engine, tag, stored);
    } catch (thrown) {
      if (statusOf(thrown) !== 409 || Date.now() > deadline) throw thrown;
    }
  }
}

async function untag(engine: Engine, tag: string, stored: Fields): Promise<void> {
  const image = await found(engine.docker.getImage(tag).inspect());
  if (image === null || image.Id !== textOf(stored, "image_id")) return;
  await found(engine.docker.getImage(tag).remove({ force: isSet(stored, "force_remove") }));
}

function imageState(image: Docker.ImageInspectInfo, name: string): Fields {
  return { name, image_id: image.Id, repo_digest: image.RepoDigests?.[0] ?? "" };
}
