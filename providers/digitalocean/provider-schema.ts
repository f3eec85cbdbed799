import type { Attributes, Value } from "../plugin/index.ts";
import { between } from "./checks.ts";

const NO_SPACES = "Spaces buckets are not implemented.";

/** The settings of the provider; what is left out comes from the environment. */
export const providerAttributes: Attributes = {
  api_endpoint: { type: "string", use: "optional", check: checkEndpoint },
  http_retry_max: { type: "int", use: "optional", check: between(0, 100) },
  http_retry_wait_max: { type: "float", use: "optional", check: between(0, 3600) },
  http_retry_wait_min: { type: "float", use: "optional", check: between(0, 3600) },
  requests_per_second: {
    type: "float",
    use: "optional",
    refused:
      "Requests are not slowed down; what the API refuses as too many is sent again after the time that it names.",
  },
  spaces_access_id: { type: "string", use: "optional", refused: NO_SPACES },
  spaces_endpoint: { type: "string", use: "optional", refused: NO_SPACES },
  spaces_secret_key: { type: "string", use: "optional", refused: NO_SPACES },
  token: { type: "string", use: "optional" },
};

export function checkEndpoint(value: Value): string | null {
  const url = typeof value === "string" ? URL.parse(value) : null;
  if (url && /^https?:$/.test(url.protocol) && url.pathname === "/" && url.search === "") return null;
  return 'An http or https address without a path is needed, e.g. "https://api.digitalocean.com".';
}
