import { type Fields, isSet, textOf, type Work } from "../plugin/index.ts";
import { type Api, fieldsOf } from "./api.ts";
import { idOf } from "./fields.ts";
import { waitFor } from "./wait.ts";

/** Waits until a droplet has a status, and gives it then; one that is gone is a failure. */
export function waitForStatus({ client, signal }: Work<Api>, id: string, status: string): Promise<Fields> {
  return waitFor(signal, async () => {
    const answer = fieldsOf(await client.get(signal, `/v2/droplets/${id}`), "droplet");
    return answer.status === status ? answer : null;
  });
}

/** Asks for an action on a droplet and waits until it is done. */
export async function runAction({ client, signal }: Work<Api>, id: string, action: Fields): Promise<void> {
  const answer = await client.send(signal, "POST", `/v2/droplets/${id}/actions`, action);
  const path = `/v2/actions/${idOf(fieldsOf(answer, "action"))}`;
  await waitFor(signal, async () => {
    const { status } = fieldsOf(await client.get(signal, path), "action");
    if (status === "errored") throw new Error(`the action ${textOf(action, "type") ?? ""} failed`);
    return status === "completed" ? true : null;
  });
}

/** A droplet is resized while it is off; if that fails, it is turned on again at its old size. */
export async function resizeDroplet(work: Work<Api>, id: string, planned: Fields): Promise<void> {
  await runAction(work, id, { type: "power_off" });
  try {
    const disk = isSet(planned, "resize_disk");
    await runAction(work, id, { type: "resize", size: planned.size ?? null, disk });
  } finally {
    await runAction(work, id, { type: "power_on" });
  }
  await waitForStatus(work, id, "active");
}
