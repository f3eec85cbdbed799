export { TerraformData, type TerraformDataProps } from "./terraform-data.ts";
