import type { DropletTemplate } from "../account/compute.ts";
import { unprocessable } from "../answer.ts";
import type { Call } from "../call.ts";
import { dropletSizeOf } from "../catalog/droplet-sizes.ts";
import { imageOf } from "../catalog/images.ts";
import { regionOf } from "../catalog/regions.ts";
import { sshKeyOf } from "./ssh-keys.ts";

const HOSTNAME = /^[a-zA-Z0-9]?[a-z0-9A-Z.-]*[a-z0-9A-Z]$/;
const LONGEST_NAME = 255;
const MOST_USER_DATA_BYTES = 64 * 1024;

/** @throws ApiError 422 with the first reason why these droplets can't be made. */
export function checkDroplet(call: Call, requested: DropletTemplate, names: readonly string[]): void {
  for (const name of names) {
    if (!HOSTNAME.test(name) || name.length > LONGEST_NAME) {
      throw unprocessable("Only valid hostname characters are allowed. (a-z, A-Z, 0-9, . and -)");
    }
  }
  checkTemplate(call, requested);
  if (Object.keys(call.state.droplets).length + names.length > call.limits.droplets) {
    throw unprocessable("creating this/these droplet(s) will exceed your droplet limit");
  }
}

/** @throws ApiError 422 with the first thing in the template that isn't there or isn't allowed. */
export function checkTemplate(call: Call, requested: DropletTemplate): void {
  const region = regionOf(requested.region);
  const size = dropletSizeOf(requested.size);
  const image = imageOf(requested.image);
  if (region === undefined) throw unprocessable("You specified an invalid region for Droplet creation.");
  if (size === undefined) throw unprocessable("You specified an invalid size for Droplet creation.");
  if (image === undefined) throw unprocessable("You specified an invalid image for Droplet creation.");
  if (!size.regions.includes(region.slug)) throw unprocessable("Size is not available in this region.");
  const unknown = (requested.ssh_keys ?? []).filter((key) => sshKeyOf(call.state, key) === undefined);
  if (unknown.length > 0) {
    throw unprocessable(`${unknown.join(", ")} are invalid key identifiers for Droplet creation.`);
  }
  if (Buffer.byteLength(requested.user_data ?? "") > MOST_USER_DATA_BYTES) {
    throw unprocessable("User data exceeds 64 KiB.");
  }
}
