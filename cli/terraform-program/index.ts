export { type Download, fetchTerraform } from "./fetch.ts";
export { findTerraform, putTerraformOnPath, terraformProgram } from "./program.ts";
export { releaseFor, terraformVersion } from "./release.ts";
