import {
  type Attributes,
  ProviderError,
  type ResourceType,
  textOf,
  textsOf,
  type Work,
} from "../plugin/index.ts";
import { type Api, fieldsOf } from "./api.ts";
import { idOf } from "./fields.ts";
import { doing } from "./rest-resource.ts";
import { NOT_REPORTED } from "./stored-form.ts";

const attributes: Attributes = {
  project: { type: "string", use: "required", forceNew: true },
  resources: { type: "set", element: "string", use: "required" },
};

/** Some of a project's resources, by their URNs; others that the project has are none of its business. */
export const projectResources: ResourceType<Api> = {
  schema: { version: 0, attributes },

  create(work, planned) {
    return doing("creating project resources", work.signal, async () => {
      const id = textOf(planned, "project") ?? "";
      await assign(work, id, textsOf(planned, "resources"));
      return { id, resources: textsOf(planned, "resources") };
    });
  },

  read(work, stored) {
    return doing("retrieving project resources", work.signal, async () => {
      const project = idOf(stored);
      if ((await work.client.find(work.signal, `/v2/projects/${project}`)) === null) return null;
      const present = await urnsIn(work, project);
      const resources = textsOf(stored, "resources").filter(
        (urn) => urn === NOT_REPORTED || present.includes(urn),
      );
      return { state: { id: project, project, resources }, isLost: false };
    });
  },

  update(work, stored, planned) {
    return doing("updating project resources", work.signal, async () => {
      const [before, after] = [textsOf(stored, "resources"), textsOf(planned, "resources")];
      await release(
        work,
        idOf(stored),
        before.filter((urn) => !after.includes(urn)),
      );
      await assign(
        work,
        idOf(stored),
        after.filter((urn) => !before.includes(urn)),
      );
      return { resources: after };
    });
  },

  delete(work, stored) {
    return doing("deleting project resources", work.signal, () =>
      release(work, idOf(stored), textsOf(stored, "resources")),
    );
  },

  /** Which of the project's resources are meant isn't known: the others must not be moved out of it. */
  async import(_work, project) {
    return { id: project, project, resources: [NOT_REPORTED] };
  },
};

/** The URNs of everything that is in a project. */
export async function urnsIn({ client, signal }: Work<Api>, project: string): Promise<string[]> {
  const resources = await client.list(signal, `/v2/projects/${project}/resources`, "resources");
  return resources.map((resource) => textOf(resource, "urn") ?? "");
}

/** Brings resources into a project, out of the one that they were in. */
export async function assign(
  { client, signal }: Work<Api>,
  project: string,
  urns: readonly string[],
): Promise<void> {
  if (urns.length === 0) return;
  const answer = await client.send(signal, "POST", `/v2/projects/${project}/resources`, { resources: urns });
  const resources = Array.isArray(answer.resources) ? answer.resources : [];
  const failed = resources.filter(
    ({ status }) => status !== "ok" && status !== "assigned" && status !== "already_assigned",
  );
  if (failed.length === 0) return;
  const reasons = failed.map(({ urn, status }) => `${urn}: ${status}`).join(", ");
  throw new ProviderError(`Error assigning resources to project ${project}: ${reasons}`, "");
}

/** Moves resources to the default project, since each must be in one; what is no longer in the project is left out. */
export async function release(work: Work<Api>, project: string, urns: readonly string[]): Promise<void> {
  if (urns.length === 0) return;
  if ((await work.client.find(work.signal, `/v2/projects/${project}`)) === null) return;
  const present = new Set(await urnsIn(work, project));
  const leaving = urns.filter((urn) => present.has(urn));
  if (leaving.length === 0) return;
  const answer = await work.client.get(work.signal, "/v2/projects/default");
  await assign(work, idOf(fieldsOf(answer, "project")), leaving);
}
