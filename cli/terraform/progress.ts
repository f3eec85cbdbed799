import type { TerraformEvent } from "./event.ts";

/** One line for what Terraform reports as done, or undefined for what nobody needs to see. */
export function progressLine(event: TerraformEvent): string | undefined {
  const { resource, action, elapsed_seconds: seconds = 0 } = event.hook ?? {};
  const address = resource?.addr;
  if (event.type === "change_summary" && event.changes !== undefined) {
    const { add, change, remove, operation } = event.changes;
    return operation === "plan" && add + change + remove === 0 ? "  No changes." : undefined;
  }
  if (address === undefined) return undefined;
  const name = plainName(address);
  const isBuild = address.startsWith("docker_image.") && action === "create";
  switch (event.type) {
    case "apply_start":
      return isBuild ? `  building ${name} ...` : undefined;
    case "apply_progress":
      return `  ${isBuild ? "building" : action === "delete" ? "removing" : "waiting for"} ${name} ... ${seconds} s`;
    case "apply_complete":
      return `  ${action === "delete" ? "removed" : "ready"}: ${name}${seconds >= longSeconds ? ` (${seconds} s)` : ""}`;
    default:
      return undefined;
  }
}

/** What takes less is not worth a number. */
const longSeconds = 5;

/** What the deploy writes down for members and for the next deploy, by the id of its construct. */
const noticeNames: Readonly<Record<string, string>> = {
  listed: "list of members",
  dissolution: "notice to members",
  init: "init SQL",
  "stored-data": "record of data",
};

/** `docker_container.lamp_web-1_container_0A1B2C3D` -> `container web-1` */
export function plainName(address: string): string {
  const configured = /^terraform_data\.lamp_(.+)-configuration_taken_[0-9A-F]{8}$/.exec(address);
  if (configured !== null) return `configuration ${configured[1]}`;
  const [, notice = ""] = /^terraform_data\.lamp_(?:members_)?([a-z-]+)_[0-9A-F]{8}$/.exec(address) ?? [];
  const name = noticeNames[notice];
  if (name !== undefined) return name;
  const match =
    /^docker_(\w+?)\.lamp_(?:(?:image|network|volume)-)?(.+?)(?:_(?:container|image))?_[0-9A-F]{8}$/.exec(
      address,
    );
  return match === null ? address : `${match[1]} ${match[2]}`;
}
