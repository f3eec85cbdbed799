export { fromWorkFolder, programBeside } from "./paths.ts";
export { parseState, readState, type StateObject } from "./state.ts";
export { TerraformData, type TerraformDataProps } from "./terraform-data.ts";
