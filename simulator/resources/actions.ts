import type { Action } from "../account/compute.ts";
import { numberOf, timeText } from "../account/ids.ts";
import { nextSerial, type State } from "../account/state.ts";
import { put } from "../account/tables.ts";
import { isDone, statusAt } from "../account/transition.ts";
import { found } from "../answer.ts";
import { type Call, ok, page, param, type Route, route } from "../call.ts";
import { regionOf } from "../catalog/regions.ts";

export function addAction(
  before: State,
  fields: Omit<Action, "id">,
): { readonly state: State; readonly action: Action } {
  const { state, serial } = nextSerial(before);
  const action: Action = { ...fields, id: numberOf(serial) };
  return { state: { ...state, actions: put(state.actions, action.id, action) }, action };
}

export function actionsOf(state: State, dropletId: number): readonly Action[] {
  return Object.values(state.actions)
    .filter(({ resource_id }) => resource_id === dropletId)
    .reverse();
}

export function shownAction(action: Action, now: number): object {
  const { progress, ...fields } = action;
  const isCompleted = isDone(progress, now);
  return {
    ...fields,
    status: statusAt(progress, now),
    completed_at: isCompleted && progress.at !== null ? timeText(progress.at) : null,
    region: regionOf(action.region_slug),
  };
}

/** An action as shown in the answer to the request that began it. */
export function begunAction(action: Action): object {
  return shownAction(action, Number.NEGATIVE_INFINITY);
}

function show(call: Call) {
  const action = found(call.state.actions[param(call, "action_id")]);
  return ok(call.state, { action: shownAction(action, call.now) });
}

function showOfDroplet(call: Call) {
  const action = call.state.actions[param(call, "action_id")];
  const isItsOwn = String(action?.resource_id) === param(call, "droplet_id");
  return ok(call.state, { action: shownAction(found(isItsOwn ? action : undefined), call.now) });
}

export const actionRoutes: readonly Route[] = [
  route("GET", "/v2/actions", (call) =>
    page(call, "actions", Object.values(call.state.actions).reverse(), (each) => shownAction(each, call.now)),
  ),
  route("GET", "/v2/actions/{action_id}", show),
  route("GET", "/v2/droplets/{droplet_id}/actions/{action_id}", showOfDroplet),
];
