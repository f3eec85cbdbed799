import { z } from "zod";
import { timeText, uuidOf } from "../account/ids.ts";
import type { Project } from "../account/projects.ts";
import { DEFAULT_PROJECT_ID, nextSerial, type State } from "../account/state.ts";
import { put, without } from "../account/tables.ts";
import { ApiError, conflict, found, type Reply, unprocessable } from "../answer.ts";
import { type Call, created, noContent, ok, page, parse, type Route, route } from "../call.ts";
import { isThere } from "../urn.ts";
import { OWNER } from "./account.ts";

const ENVIRONMENTS = ["Development", "Staging", "Production"];
const fields = z.object({
  name: z.string().min(1).max(175),
  description: z.string().max(255).optional(),
  purpose: z.string().min(1).max(255),
  environment: z.string().optional(),
  is_default: z.boolean().optional(),
});
const selection = z.object({ resources: z.array(z.string()) });

/** Puts a resource into a project: the one named, else the default one. @throws ApiError 422 if it is unknown. */
export function assign(state: State, now: number, urn: string, project: string | undefined): State {
  const id = project || defaultOf(state).id;
  if (!(id in state.projects)) throw unprocessable(`project ${id} was not found`);
  return {
    ...state,
    assignments: put(state.assignments, urn, { project: id, assigned_at: timeText(now) }),
  };
}

/** Takes resources that are gone out of their project. */
export function release(state: State, ...urns: readonly string[]): State {
  return { ...state, assignments: without(state.assignments, ...urns) };
}

export function projectOf(state: State, urn: string): string {
  return state.assignments[urn]?.project ?? defaultOf(state).id;
}

function defaultOf(state: State): Project {
  const project = Object.values(state.projects).find(({ is_default }) => is_default);
  return found(project ?? state.projects[DEFAULT_PROJECT_ID]);
}

/** The project of the path; `default` is a name for the account's default one. */
function projectAt(call: Call): Project {
  const id = call.params.project_id;
  return id === undefined ? defaultOf(call.state) : found(call.state.projects[id]);
}

/** The provider sends it empty or in lower case, and the API takes both. */
function environmentOf(given: string | undefined, fallback: string): string {
  if (!given) return fallback;
  const known = ENVIRONMENTS.find((each) => each.toLowerCase() === given.toLowerCase());
  if (known === undefined) throw unprocessable(`environment must be one of ${ENVIRONMENTS.join(", ")}`);
  return known;
}

function assertNameIsNotTaken(state: State, name: string, own?: string): void {
  if (Object.values(state.projects).some((each) => each.name === name && each.id !== own)) {
    throw conflict("name is already in use");
  }
}

function create(call: Call): Reply {
  const requested = parse(call, fields);
  assertNameIsNotTaken(call.state, requested.name);
  const { state, serial } = nextSerial(call.state);
  const project: Project = {
    id: uuidOf(serial),
    name: requested.name,
    description: requested.description ?? "",
    purpose: requested.purpose,
    environment: environmentOf(requested.environment, "Development"),
    is_default: false,
    created_at: timeText(call.now),
    updated_at: timeText(call.now),
  };
  return created(
    { ...state, projects: put(state.projects, project.id, project) },
    { project: shown(project) },
  );
}

function change(call: Call): Reply {
  const project = projectAt(call);
  const requested = parse(call, fields.partial());
  if (requested.name !== undefined) assertNameIsNotTaken(call.state, requested.name, project.id);
  const changed: Project = {
    ...project,
    name: requested.name ?? project.name,
    description: requested.description ?? project.description,
    purpose: requested.purpose ?? project.purpose,
    environment: environmentOf(requested.environment, project.environment),
    is_default: project.is_default || requested.is_default === true,
    updated_at: timeText(call.now),
  };
  const former = defaultOf(call.state);
  const projects =
    changed.is_default && former.id !== project.id
      ? put(call.state.projects, former.id, { ...former, is_default: false })
      : call.state.projects;
  return ok({ ...call.state, projects: put(projects, project.id, changed) }, { project: shown(changed) });
}

function remove(call: Call): Reply {
  const project = projectAt(call);
  if (project.is_default) throw new ApiError(403, "forbidden", "cannot delete the default project");
  if (Object.values(call.state.assignments).some(({ project: id }) => id === project.id)) {
    throw new ApiError(
      412,
      "precondition_failed",
      "cannot delete a project with resources. move or remove the resources first",
    );
  }
  return noContent({ ...call.state, projects: without(call.state.projects, project.id) });
}

function shown(project: Project): object {
  return { ...project, owner_uuid: OWNER.uuid, owner_id: OWNER.id };
}

function listResources(call: Call): Reply {
  const { id } = projectAt(call);
  const rows = Object.entries(call.state.assignments).filter(([, { project }]) => project === id);
  return page(call, "resources", rows, ([urn, row]) => shownResource(call, urn, row.assigned_at, "ok"));
}

/** What is gone already is answered with a word, not refused: clients move it out of a project after deleting it. */
function assignResources(call: Call): Reply {
  const { id } = projectAt(call);
  const { resources } = parse(call, selection);
  const now = timeText(call.now);
  const state = resources
    .filter((urn) => isThere(call.state, urn))
    .reduce((current, urn) => assign(current, call.now, urn, id), call.state);
  const word = (urn: string): string => {
    if (!isThere(call.state, urn)) return "not_found";
    return projectOf(call.state, urn) === id ? "already_assigned" : "assigned";
  };
  return ok(state, { resources: resources.map((urn) => shownResource(call, urn, now, word(urn))) });
}

const places: Readonly<Record<string, string>> = {
  droplet: "droplets",
  loadbalancer: "load_balancers",
  dbaas: "databases",
  domain: "domains",
  vpc: "vpcs",
};

function shownResource(call: Call, urn: string, assigned_at: string, status: string): object {
  const [, kind = "", id = ""] = urn.split(":");
  return {
    urn,
    assigned_at,
    links: { self: new URL(`/v2/${places[kind] ?? kind}/${id}`, call.url).href },
    status,
  };
}

const show = (call: Call): Reply => ok(call.state, { project: shown(projectAt(call)) });

export const projectRoutes: readonly Route[] = [
  route("GET", "/v2/projects", (call) => page(call, "projects", Object.values(call.state.projects), shown)),
  route("POST", "/v2/projects", create),
  route("GET", "/v2/projects/default", show),
  route("PUT", "/v2/projects/default", change),
  route("PATCH", "/v2/projects/default", change),
  route("GET", "/v2/projects/default/resources", listResources),
  route("POST", "/v2/projects/default/resources", assignResources),
  route("GET", "/v2/projects/{project_id}", show),
  route("PUT", "/v2/projects/{project_id}", change),
  route("PATCH", "/v2/projects/{project_id}", change),
  route("DELETE", "/v2/projects/{project_id}", remove),
  route("GET", "/v2/projects/{project_id}/resources", listResources),
  route("POST", "/v2/projects/{project_id}/resources", assignResources),
];
