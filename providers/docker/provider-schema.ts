import type { Attributes } from "../plugin/index.ts";
import { checkHost } from "./checks.ts";

const NO_MATERIAL = "Give the folder with ca.pem, cert.pem and key.pem as cert_path.";
const NO_SSH = "ssh:// is not spoken. Forward the engine's socket with ssh -L and give that as host.";
const PUBLIC =
  "Only public images are pulled. Pull private ones with `docker login` and `docker pull` first.";

/** The settings of the provider. Without `host` it is the engine that Docker's own client would use. */
export const providerAttributes: Attributes = {
  ca_material: { type: "string", refused: NO_MATERIAL, use: "optional" },
  cert_material: { type: "string", refused: NO_MATERIAL, use: "optional" },
  cert_path: { type: "string", use: "optional" },
  context: { type: "string", refused: "Give the context's address as host.", use: "optional" },
  disable_docker_daemon_check: { type: "bool", use: "optional", default: false },
  host: { type: "string", use: "optional", check: checkHost },
  key_material: { type: "string", refused: NO_MATERIAL, use: "optional" },
  registry_auth: {
    type: "blocks",
    nesting: "set",
    refused: PUBLIC,
    use: "optional",
    attributes: {
      address: { type: "string", use: "required" },
      auth_disabled: { type: "bool", use: "optional", default: false },
      config_file: { type: "string", use: "optional" },
      config_file_content: { type: "string", use: "optional" },
      password: { type: "string", use: "optional", sensitive: true },
      username: { type: "string", use: "optional" },
    },
  },
  ssh_opts: { type: "list", element: "string", refused: NO_SSH, use: "optional" },
};
