import type { Diagnostic, Fields, ResourceSchema, ResourceType, Work } from "../plugin/index.ts";
import { ProviderError, textOf } from "../plugin/index.ts";
import { type Api, type ApiFailure, fieldsOf } from "./api.ts";
import { explain } from "./failures.ts";
import { untilFree } from "./wait.ts";

/** A resource type that is an object of one collection: POST to it; GET, PUT and DELETE of one of its paths. */
export interface RestResource {
  /** What messages call it, e.g. "VPC". */
  readonly noun: string;
  readonly schema: ResourceSchema;
  /** The path of the collection, of which a resource may name the owner. */
  readonly collection: (resource: Fields) => string;
  /** The field of an answer that holds the object. */
  readonly envelope: string;
  /** The last part of the object's path; the state's `id` where this is left out. */
  readonly key?: (resource: Fields) => string;
  /** The body of POST. */
  readonly body: (planned: Fields) => Fields;
  /** The body of PUT; `body` where this is left out, null where nothing can be updated. */
  readonly updateBody?: ((planned: Fields) => Fields) | null;
  /** The state, with its `id`, of an object that the API has answered; `resource` is what was stored or planned. */
  readonly state: (answer: Fields, resource: Fields) => Fields;
  /** True for a refused deletion that will succeed once something else has let go. */
  readonly isBusy?: (failure: ApiFailure) => boolean;
  /** The parts of an import id that is more than the object's own, e.g. ["cluster_id", "name"]. */
  readonly importParts?: readonly string[];
  readonly validate?: (config: Fields) => readonly Diagnostic[];
}

export function restResource(spec: RestResource): ResourceType<Api> {
  const { noun, schema, envelope, validate, updateBody } = spec;
  const pathOf = (resource: Fields): string =>
    `${spec.collection(resource)}/${encodeURIComponent(keyOf(spec, resource))}`;
  return {
    schema,
    ...(validate ? { validate } : {}),

    create({ client, signal }, planned) {
      return doing(`creating ${noun}`, signal, async () => {
        const answer = await client.send(signal, "POST", spec.collection(planned), spec.body(planned));
        return spec.state(fieldsOf(answer, envelope), planned);
      });
    },

    read({ client, signal }, stored) {
      return doing(`retrieving ${noun}`, signal, async () => {
        const answer = await client.find(signal, pathOf(stored));
        return answer && { state: spec.state(fieldsOf(answer, envelope), stored), isLost: false };
      });
    },

    ...(updateBody === null
      ? {}
      : {
          update({ client, signal }: Work<Api>, stored: Fields, planned: Fields): Promise<Fields> {
            return doing(`updating ${noun}`, signal, async () => {
              const body = (updateBody ?? spec.body)(planned);
              const answer = fieldsOf(await client.send(signal, "PUT", pathOf(stored), body), envelope);
              return spec.state(answer, planned);
            });
          },
        }),

    delete({ client, signal }, stored) {
      const isBusy = spec.isBusy ?? (() => false);
      return doing(`deleting ${noun}`, signal, () =>
        untilFree(signal, isBusy, () => client.remove(signal, pathOf(stored))),
      );
    },

    async import(_work, id) {
      return spec.importParts ? importedParts(noun, id, spec.importParts) : { id };
    },
  };
}

/** Runs one operation; what it throws is reported as "Error doing ...". */
export async function doing<Answer>(
  what: string,
  signal: AbortSignal,
  run: () => Promise<Answer>,
): Promise<Answer> {
  try {
    return await run();
  } catch (thrown) {
    throw explain(thrown, what, signal);
  }
}

/** The state that `read` starts from, for an import id that is a list of parts. */
export function importedParts(noun: string, id: string, names: readonly string[]): Fields {
  const parts = id.split(",");
  if (parts.length !== names.length || parts.includes("")) {
    const form = names.join(",");
    throw new ProviderError(`${id} is no import id of a ${noun}`, `Its form is ${form}, without spaces.`);
  }
  return Object.fromEntries(names.map((name, index) => [name, parts[index] ?? ""]));
}

function keyOf(spec: RestResource, resource: Fields): string {
  return spec.key ? spec.key(resource) : (textOf(resource, "id") ?? "");
}
