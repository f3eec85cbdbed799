export { programBeside } from "./program-beside.ts";
export { parseState, readState, type StateObject } from "./state.ts";
export { TerraformData, type TerraformDataProps } from "./terraform-data.ts";
export { fromWorkFolder } from "./work-folder.ts";
