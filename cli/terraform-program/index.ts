export { type Download, fetchTerraform } from "./fetch.ts";
export { findTerraform, putTerraformOnPath, terraformProgram } from "./program.ts";
export { releaseAddress, releaseFor, terraformVersion } from "./release.ts";
