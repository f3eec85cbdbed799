export { programBeside } from "./program-beside.ts";
export { TerraformData, type TerraformDataProps } from "./terraform-data.ts";
export { fromWorkFolder } from "./work-folder.ts";
