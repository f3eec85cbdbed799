import { z } from "zod";
import type { Droplet, DropletStatus } from "../account/compute.ts";
import { timeText } from "../account/ids.ts";
import { put } from "../account/tables.ts";
import { begin, isDone } from "../account/transition.ts";
import { type Reply, unprocessable } from "../answer.ts";
import { type Call, created, parse, type Route, route } from "../call.ts";
import { dropletSizeOf } from "../catalog/droplet-sizes.ts";
import { imageOf } from "../catalog/images.ts";
import { addAction, begunAction } from "./actions.ts";
import { dropletOf, dropletStatus } from "./droplets.ts";

const request = z.object({
  type: z.string(),
  size: z.string().optional(),
  disk: z.boolean().optional(),
  name: z.string().optional(),
  image: z.union([z.string(), z.number()]).optional(),
});

type Request = z.output<typeof request>;

/** What a droplet is once the action is done. @throws ApiError 422 where it can't be done. */
function outcome(droplet: Droplet, status: DropletStatus, requested: Request): Partial<Droplet> & Target {
  switch (requested.type) {
    case "shutdown":
    case "power_off":
      if (status === "off") throw unprocessable("Droplet is already powered off.");
      return { becomes: "off" };
    case "power_on":
      if (status === "active") throw unprocessable("Droplet is already powered on.");
      return { becomes: "active" };
    case "reboot":
    case "power_cycle":
    case "password_reset":
      return { becomes: "active" };
    case "resize":
      return { becomes: status, size: resized(droplet, status, requested.size) };
    case "rename":
      if (!requested.name) throw unprocessable("Name can't be blank");
      return { becomes: status, name: requested.name };
    case "enable_backups":
      return { becomes: status, features: withFeature(droplet, "backups") };
    case "disable_backups":
      return { becomes: status, features: droplet.features.filter((feature) => feature !== "backups") };
    case "enable_ipv6":
      return { becomes: status, features: withFeature(droplet, "ipv6") };
    case "rebuild":
    case "restore": {
      const image = imageOf(requested.image ?? droplet.image);
      if (image === undefined) throw unprocessable("You specified an invalid image.");
      return { becomes: "active", image: image.id };
    }
    default:
      throw unprocessable(`${requested.type} is not simulated for droplets`);
  }
}

interface Target {
  readonly becomes: DropletStatus;
}

function resized(droplet: Droplet, status: DropletStatus, slug: string | undefined): string {
  const [before, after] = [dropletSizeOf(droplet.size), dropletSizeOf(slug ?? "")];
  if (before === undefined || after === undefined) throw unprocessable("You specified an invalid size.");
  if (!after.regions.includes(droplet.region)) throw unprocessable("Size is not available in this region.");
  if (status !== "off") throw unprocessable("Droplet must be powered off to be resized.");
  if (after.slug === before.slug) throw unprocessable("This size is the droplet's already.");
  if (after.disk < before.disk)
    throw unprocessable("This size is not available because it has a smaller disk.");
  return after.slug;
}

function withFeature({ features }: Droplet, feature: string): readonly string[] {
  return features.includes(feature) ? features : [feature, ...features];
}

function act(call: Call): Reply {
  const droplet = dropletOf(call);
  const requested = parse(call, request);
  // A droplet that is stuck can still be shut down: else nobody could get rid of it.
  if (droplet.power.at !== null && !isDone(droplet.power, call.now)) {
    throw unprocessable("Droplet already has a pending event.");
  }
  const status = dropletStatus(droplet, call.now);
  const { becomes, ...changes } = outcome(droplet, status, requested);
  const power = begin(call, "action", status, becomes);
  const changed: Droplet = { ...droplet, ...changes, power };
  const begun = addAction(
    { ...call.state, droplets: put(call.state.droplets, droplet.id, changed) },
    {
      type: requested.type,
      progress: { from: "in-progress", to: "completed", at: power.at },
      started_at: timeText(call.now),
      resource_id: droplet.id,
      resource_type: "droplet",
      region_slug: droplet.region,
    },
  );
  return created(begun.state, { action: begunAction(begun.action) });
}

export const dropletActionRoutes: readonly Route[] = [
  route("POST", "/v2/droplets/{droplet_id}/actions", act),
];
