export { fromWorkFolder, programBeside } from "./paths.ts";
export { idsOf, parseState, readState, type StateObject } from "./state.ts";
export { TerraformData, type TerraformDataProps } from "./terraform-data.ts";
