export { installMirror, mirrorFolder, terraformCliConfig } from "./mirror.ts";
export { useMirror } from "./use-mirror.ts";
