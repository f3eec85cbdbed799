import { type Fields, isSet, type ResourceType, textOf, textsOf, type Work } from "../plugin/index.ts";
import { type Api, ApiFailure, fieldsOf, found } from "./api.ts";
import { resizeDroplet, runAction, waitForStatus } from "./droplet-actions.ts";
import { dropletAttributes } from "./droplet-schema.ts";
import { dropletState } from "./droplet-state.ts";
import { differs, filled, idOf, numericId, pick } from "./fields.ts";
import { doing } from "./rest-resource.ts";
import { NOT_REPORTED } from "./stored-form.ts";
import { retag } from "./tagging.ts";
import { untilFree, waitFor } from "./wait.ts";

const HOUR_MS = 60 * 60_000;
/** The real provider's 60 s hold a graceful shutdown as well, for which they are too short. */
const DELETE_MS = 5 * 60_000;
/** How long the system may take to shut down before its droplet is deleted all the same. */
const SHUTDOWN_MS = 2 * 60_000;

export const droplet: ResourceType<Api> = {
  schema: {
    version: 1,
    attributes: dropletAttributes,
    timeouts: { create: HOUR_MS, update: HOUR_MS, delete: DELETE_MS },
    upgrades: { 0: withoutGaps },
  },

  create({ client, signal, keep, config }, planned) {
    return doing("creating droplet", signal, async () => {
      const answer = await client.send(signal, "POST", "/v2/droplets", creationBody(planned, config));
      const made = fieldsOf(answer, "droplet");
      const id = idOf(made);
      keep({ ...planned, ...dropletState(made) });
      return doing(`waiting for droplet (${id}) to become ready`, signal, async () =>
        dropletState(await waitForStatus({ client, signal }, id, "active")),
      );
    });
  },

  read({ client, signal }, stored) {
    return doing("retrieving droplet", signal, async () => {
      const answer = await client.find(signal, `/v2/droplets/${idOf(stored)}`);
      if (answer === null) return null;
      const state = dropletState(fieldsOf(answer, "droplet"));
      return { state: textOf(stored, "image") ? state : { ...state, ...createdWith(answer) }, isLost: false };
    });
  },

  update({ client, signal }, stored, planned) {
    const id = idOf(stored);
    const work = { client, signal };
    return doing(`updating droplet (${id})`, signal, async () => {
      if (differs(stored, planned, "size")) await resizeDroplet(work, id, planned);
      if (differs(stored, planned, "name")) {
        await runAction(work, id, { type: "rename", name: planned.name ?? null });
      }
      if (differs(stored, planned, "backups")) {
        await runAction(work, id, { type: isSet(planned, "backups") ? "enable_backups" : "disable_backups" });
      }
      if (differs(stored, planned, "ipv6")) await runAction(work, id, { type: "enable_ipv6" });
      await retag(work, { id, type: "droplet" }, textsOf(stored, "tags"), textsOf(planned, "tags"));
      const answer = await client.get(signal, `/v2/droplets/${id}`);
      return dropletState(fieldsOf(answer, "droplet"));
    });
  },

  delete({ client, signal }, stored) {
    const id = idOf(stored);
    const path = `/v2/droplets/${id}`;
    return doing(`deleting droplet (${id})`, signal, async () => {
      if (isSet(stored, "graceful_shutdown")) await shutDown({ client, signal }, id);
      // One that something is being done to is locked for the moment.
      await untilFree(
        signal,
        ({ status }) => status === 422,
        () => client.remove(signal, path),
      );
      await waitFor(signal, async () => ((await client.find(signal, path)) === null ? true : null));
    });
  },

  async import(_work, id) {
    return { id, ssh_keys: [NOT_REPORTED], user_data: NOT_REPORTED };
  },
};

function creationBody(planned: Fields, config: Fields): Fields {
  return {
    ...filled(pick(planned, "name", "region", "size", "vpc_uuid", "backups", "ipv6", "monitoring")),
    ...filled({ user_data: config.user_data ?? null, tags: textsOf(planned, "tags") }),
    ...filled({ ssh_keys: textsOf(planned, "ssh_keys").map(numericId) }),
    ...(typeof planned.droplet_agent === "boolean" ? { with_droplet_agent: planned.droplet_agent } : {}),
    image: numericId(planned.image ?? null),
  };
}

/** What an import takes from the droplet itself; otherwise an image that has got a new name would look like a change. */
function createdWith(answer: Fields): Fields {
  const image = fieldsOf(fieldsOf(answer, "droplet"), "image");
  return { image: textOf(image, "slug") || idOf(image) };
}

/** Lets the system end its work; one that doesn't listen is deleted all the same. */
async function shutDown({ client, signal }: Work<Api>, id: string): Promise<void> {
  const bounded = AbortSignal.any([signal, AbortSignal.timeout(SHUTDOWN_MS)]);
  try {
    await found(client.send(bounded, "POST", `/v2/droplets/${id}/actions`, { type: "shutdown" }));
    await waitForStatus({ client, signal: bounded }, id, "off");
  } catch (thrown) {
    signal.throwIfAborted();
    const isOffAlready = thrown instanceof ApiFailure && thrown.status === 422;
    if (!isOffAlready && !bounded.aborted) throw thrown;
  }
}

/** A state of version 0 may lack what was off. */
function withoutGaps(state: Fields): Fields {
  const flags = ["backups", "ipv6", "monitoring"].map((name) => [name, state[name] ?? false]);
  return { ...state, ...Object.fromEntries(flags) };
}
