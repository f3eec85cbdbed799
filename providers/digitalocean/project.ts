import {
  type Attributes,
  type Fields,
  isSet,
  type ResourceType,
  textOf,
  textsOf,
  UNKNOWN,
  type Value,
  type Work,
} from "../plugin/index.ts";
import { type Api, fieldsOf } from "./api.ts";
import { ofLength, sameLetters } from "./checks.ts";
import { filled, idOf, pick } from "./fields.ts";
import { assign, release, urnsIn } from "./project-resources.ts";
import { doing } from "./rest-resource.ts";
import { untilFree } from "./wait.ts";

/** The purposes that the API knows; any other is sent as "Other: ...". */
const PURPOSES = [
  "Just trying out DigitalOcean",
  "Class project / Educational purposes",
  "Website or blog",
  "Web Application",
  "Service or API",
  "Mobile Application",
  "Machine learning / AI / Data processing",
  "IoT",
  "Operational / Developer tooling",
];
const ENVIRONMENTS = ["Development", "Staging", "Production"] as const;
const OTHER = "Other: ";

const attributes: Attributes = {
  created_at: { type: "string", use: "computed" },
  description: { type: "string", use: "optional", default: "", check: ofLength(0, 255) },
  environment: { type: "string", use: "optional", check: checkEnvironment, same: sameLetters },
  is_default: { type: "bool", use: "optional", default: false },
  name: { type: "string", use: "required", check: ofLength(1, 175) },
  owner_id: { type: "int", use: "computed" },
  owner_uuid: { type: "string", use: "computed" },
  purpose: { type: "string", use: "optional", default: "Web Application", check: ofLength(1, 255) },
  resources: { type: "set", element: "string", use: "optional+computed" },
  updated_at: { type: "string", use: "computed" },
};

export const project: ResourceType<Api> = {
  schema: { version: 0, attributes, timeouts: { delete: 3 * 60_000 } },

  create(work, planned) {
    const { client, signal, keep } = work;
    return doing("creating Project", signal, async () => {
      const made = fieldsOf(
        await client.send(signal, "POST", "/v2/projects", projectBody(planned)),
        "project",
      );
      const id = idOf(made);
      keep({ ...planned, ...projectState(made) });
      const latest = isSet(planned, "is_default") ? await replace(work, id, planned) : made;
      if (planned.resources !== UNKNOWN) await assign(work, id, textsOf(planned, "resources"));
      return { ...projectState(latest), resources: await urnsIn(work, id) };
    });
  },

  read(work, stored) {
    return doing("retrieving Project", work.signal, async () => {
      const id = idOf(stored);
      const answer = await work.client.find(work.signal, `/v2/projects/${id}`);
      if (answer === null) return null;
      const resources = await urnsIn(work, id);
      return { state: { ...projectState(fieldsOf(answer, "project")), resources }, isLost: false };
    });
  },

  update(work, stored, planned) {
    return doing("updating Project", work.signal, async () => {
      const id = idOf(stored);
      const latest = await replace(work, id, planned);
      const [before, after] = [textsOf(stored, "resources"), textsOf(planned, "resources")];
      if (planned.resources !== UNKNOWN) {
        await release(
          work,
          id,
          before.filter((urn) => !after.includes(urn)),
        );
        await assign(
          work,
          id,
          after.filter((urn) => !before.includes(urn)),
        );
      }
      return { ...projectState(latest), resources: await urnsIn(work, id) };
    });
  },

  /** What is in the project belongs to others, who delete it: it moves to the default project first. */
  delete(work, stored) {
    const { client, signal } = work;
    const id = idOf(stored);
    return doing("deleting Project", signal, () =>
      untilFree(
        signal,
        ({ status }) => status === 412,
        async () => {
          if ((await client.find(signal, `/v2/projects/${id}`)) === null) return;
          await release(work, id, await urnsIn(work, id));
          await client.remove(signal, `/v2/projects/${id}`);
        },
      ),
    );
  },

  async import(_work, id) {
    return { id };
  },
};

async function replace({ client, signal }: Work<Api>, id: string, planned: Fields): Promise<Fields> {
  const body = { ...projectBody(planned), is_default: isSet(planned, "is_default") };
  return fieldsOf(await client.send(signal, "PUT", `/v2/projects/${id}`, body), "project");
}

function projectBody(planned: Fields): Fields {
  const purpose = textOf(planned, "purpose") ?? "";
  const environment = textOf(planned, "environment");
  return {
    ...pick(planned, "name"),
    description: textOf(planned, "description") ?? "",
    purpose: PURPOSES.includes(purpose) ? purpose : `${OTHER}${purpose}`,
    ...filled({ environment: environment && asSpelt(environment) }),
  };
}

function projectState(answer: Fields): Fields {
  return {
    ...pick(answer, "name", "description", "environment", "is_default", "owner_id", "owner_uuid"),
    ...pick(answer, "created_at", "updated_at"),
    id: idOf(answer),
    purpose: (textOf(answer, "purpose") ?? "").replace(OTHER, ""),
  };
}

function asSpelt(environment: string): string | null {
  return ENVIRONMENTS.find((known) => sameLetters(known, environment)) ?? null;
}

function checkEnvironment(value: Value): string | null {
  const names = ENVIRONMENTS.map((name) => `"${name}"`).join(", ");
  return typeof value === "string" && asSpelt(value) ? null : `Allowed: ${names}.`;
}
