import assert from "node:assert/strict";
import { test } from "node:test";
import { startClient } from "./client.ts";
import { cluster, droplet, loadBalancer, made, refused } from "./fixtures.ts";

const project = { name: "site", purpose: "Web Application", environment: "Production" };
const inProject = "cannot delete a project with resources. move or remove the resources first";

test("every resource is in a project: the one it asks for, else the default one", async (context) => {
  const client = await startClient(context);
  const { id } = await made(client, "/v2/projects", project);
  const web = await made(client, "/v2/droplets", droplet);
  const balancer = await made(client, "/v2/load_balancers", { ...loadBalancer, project_id: id });
  const database = await made(client, "/v2/databases", { ...cluster, project_id: id });
  const urns = async (which: string) =>
    (await client.get(`/v2/projects/${which}/resources`)).body.resources.map(
      ({ urn }: { urn: string }) => urn,
    );
  assert.deepEqual(await urns("default"), [`do:droplet:${web.id}`]);
  assert.deepEqual(await urns(id), [`do:loadbalancer:${balancer.id}`, `do:dbaas:${database.id}`]);
  assert.equal(balancer.project_id, id);
});

test("resources are moved between projects, and those that are gone are told, not refused", async (context) => {
  const client = await startClient(context);
  const { id } = await made(client, "/v2/projects", project);
  const web = await made(client, "/v2/droplets", droplet);
  const resources = [`do:droplet:${web.id}`, "do:droplet:12"];
  const move = async (which: string) =>
    (await client.post(`/v2/projects/${which}/resources`, { resources })).body.resources.map(
      ({ status }: { status: string }) => status,
    );
  assert.deepEqual(await move(id), ["assigned", "not_found"]);
  assert.deepEqual(await move(id), ["already_assigned", "not_found"]);
  refused(await client.remove(`/v2/projects/${id}`), 412, inProject);
  assert.deepEqual(await move("default"), ["assigned", "not_found"]);
  assert.equal((await client.remove(`/v2/projects/${id}`)).status, 204);
});

test("a project whose last resource was deleted can be deleted", async (context) => {
  const client = await startClient(context);
  const { id } = await made(client, "/v2/projects", project);
  const balancer = await made(client, "/v2/load_balancers", { ...loadBalancer, project_id: id });
  refused(await client.remove(`/v2/projects/${id}`), 412, inProject);
  await client.remove(`/v2/load_balancers/${balancer.id}`);
  assert.equal((await client.remove(`/v2/projects/${id}`)).status, 204);
});

test("an environment may come empty or in lower case, and is shown as the API writes it", async (context) => {
  const client = await startClient(context);
  const environment = async (name: string, given: string) =>
    (await made(client, "/v2/projects", { ...project, name, environment: given })).environment;
  assert.equal(await environment("a", "production"), "Production");
  assert.equal(await environment("b", ""), "Development");
  refused(
    await client.post("/v2/projects", { ...project, environment: "moon" }),
    422,
    "environment must be one of Development, Staging, Production",
  );
});

test("names are unique, another project can become the default one, and that one can't be deleted", async (context) => {
  const client = await startClient(context);
  const { id } = await made(client, "/v2/projects", project);
  refused(await client.post("/v2/projects", project), 409, "name is already in use");
  const changed = await client.patch(`/v2/projects/${id}`, { is_default: true });
  assert.equal(changed.body.project.is_default, true);
  assert.equal((await client.get("/v2/projects/default")).body.project.id, id);
  refused(await client.remove(`/v2/projects/${id}`), 403, "cannot delete the default project");
});
