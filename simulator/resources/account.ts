import { uuidOf } from "../account/ids.ts";
import { found } from "../answer.ts";
import { type Call, ok, page, param, type Route, route } from "../call.ts";
import { droplets } from "../catalog/droplet-sizes.ts";
import { imageOf, images } from "../catalog/images.ts";
import { regions } from "../catalog/regions.ts";

/** Whose the account is. */
export const OWNER = { id: 1, uuid: uuidOf(-1) } as const;

function account(call: Call) {
  return ok(call.state, {
    account: {
      droplet_limit: call.limits.droplets,
      floating_ip_limit: 3,
      volume_limit: 100,
      email: "rehearsal@example.com",
      name: "Rehearsal",
      uuid: OWNER.uuid,
      email_verified: true,
      status: "active",
      status_message: "",
      team: { uuid: OWNER.uuid, name: "Rehearsal" },
    },
  });
}

function listImages(call: Call) {
  const isPrivateOnly = call.query.get("private") === "true" || call.query.has("tag_name");
  const isApplication = call.query.get("type") === "application";
  return page(call, "images", isPrivateOnly || isApplication ? [] : images, (image) => image);
}

/** Nothing runs behind the simulated droplets, so there is nothing to measure. */
const noMetrics = { status: "success", data: { resultType: "matrix", result: [] } };

export const accountRoutes: readonly Route[] = [
  route("GET", "/v2/account", account),
  route("GET", "/v2/regions", (call) => page(call, "regions", regions, (region) => region)),
  route("GET", "/v2/sizes", (call) => page(call, "sizes", droplets, (size) => size)),
  route("GET", "/v2/images", listImages),
  route("GET", "/v2/images/{image_id}", (call) =>
    ok(call.state, { image: found(imageOf(param(call, "image_id"))) }),
  ),
  route("GET", "/v2/monitoring/metrics/{of}/{metric}", (call) => ok(call.state, noMetrics)),
];
