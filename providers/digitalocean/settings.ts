import { type Fields, numberOf, ProviderError, textOf } from "../plugin/index.ts";
import type { ApiSettings } from "./api.ts";
import { checkEndpoint } from "./provider-schema.ts";

const USUAL_ENDPOINT = "https://api.digitalocean.com";
// As the real provider has them.
const USUAL_RETRIES = 4;
const USUAL_SHORTEST_WAIT_S = 1;
const USUAL_LONGEST_WAIT_S = 30;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * The settings of the API: from the provider's configuration, else from the environment variables that the real
 * provider reads.
 * @throws ProviderError where there is no token, or a variable holds what it can't.
 */
export function apiSettings(config: Fields, environment: Environment): ApiSettings {
  const endpoint = textOf(config, "api_endpoint") || environment.DIGITALOCEAN_API_URL || USUAL_ENDPOINT;
  const objection = checkEndpoint(endpoint);
  if (objection) throw new ProviderError(`DIGITALOCEAN_API_URL can't be ${endpoint}`, objection);
  const token =
    textOf(config, "token") || environment.DIGITALOCEAN_TOKEN || environment.DIGITALOCEAN_ACCESS_TOKEN;
  if (!token) {
    throw new ProviderError(
      "There is no API token for DigitalOcean",
      "Set DIGITALOCEAN_TOKEN to one that you make in the control panel, under API.",
    );
  }
  const number = (name: string, variable: string, usual: number): number =>
    numberOf(config, name) ?? fromEnvironment(environment, variable) ?? usual;
  const waitMin = number("http_retry_wait_min", "DIGITALOCEAN_HTTP_RETRY_WAIT_MIN", USUAL_SHORTEST_WAIT_S);
  const waitMax = number("http_retry_wait_max", "DIGITALOCEAN_HTTP_RETRY_WAIT_MAX", USUAL_LONGEST_WAIT_S);
  return {
    endpoint: endpoint.replace(/\/$/, ""),
    token,
    retries: {
      most: number("http_retry_max", "DIGITALOCEAN_HTTP_RETRY_MAX", USUAL_RETRIES),
      shortestWaitMs: waitMin * 1000,
      longestWaitMs: waitMax * 1000,
    },
  };
}

function fromEnvironment(environment: Environment, variable: string): number | null {
  const text = environment[variable];
  if (!text) return null;
  const value = Number(text);
  if (value >= 0) return value;
  throw new ProviderError(`${variable} can't be ${text}`, "A number of 0 or more is needed.");
}
