import type { TerraformEvent } from "./event.ts";

/** One line for what Terraform reports as done, or undefined for what nobody needs to see. */
export function progressLine(event: TerraformEvent): string | undefined {
  const address = event.hook?.resource?.addr;
  if (event.type === "apply_start" && address?.startsWith("docker_image.") && event.hook?.action === "create")
    return `  building ${plainName(address)} ...`;
  if (event.type === "apply_complete" && address !== undefined)
    return `  ${event.hook?.action === "delete" ? "removed" : "ready"}: ${plainName(address)}`;
  if (event.type === "change_summary" && event.changes !== undefined) {
    const { add, change, remove } = event.changes;
    return add + change + remove === 0 ? "  No changes." : undefined;
  }
  return undefined;
}

/** `docker_container.lamp_web-1_container_0A1B2C3D` -> `container web-1` */
export function plainName(address: string): string {
  const configured = /^terraform_data\.lamp_(.+)-configuration_taken_[0-9A-F]{8}$/.exec(address);
  if (configured !== null) return `configuration ${configured[1]}`;
  const match =
    /^docker_(\w+?)\.lamp_(?:(?:image|network|volume)-)?(.+?)(?:_(?:container|image))?_[0-9A-F]{8}$/.exec(
      address,
    );
  return match === null ? address : `${match[1]} ${match[2]}`;
}
