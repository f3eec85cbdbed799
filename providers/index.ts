export { installMirror, terraformCliConfig } from "./mirror.ts";
