import type { Client } from "./client.ts";

/** What DigitalOcean's own client is, as far as walking through it needs: properties are the parts of paths. */
// biome-ignore lint/suspicious/noExplicitAny: the client is generated, with a type of its own for each of its parts
export type Dots = any;

/** DigitalOcean's client of this simulator. Its sources are TypeScript of another dialect, so they are not type-checked here. */
export async function dotsOf({ simulator }: Client): Promise<Dots> {
  const root = "@digitalocean/dots/src/dots";
  const [clients, providers, http] = await Promise.all([
    import(`${root}/digitalOceanClient.js`),
    import(`${root}/DigitalOceanApiKeyAuthenticationProvider.js`),
    import(`${"@microsoft"}/kiota-http-fetchlibrary`),
  ]);
  const adapter = new http.FetchRequestAdapter(
    new providers.DigitalOceanApiKeyAuthenticationProvider(simulator.token),
  );
  adapter.baseUrl = simulator.url;
  return clients.createDigitalOceanClient(adapter);
}

/** Parts of paths whose names the client can't have as properties. */
const otherNames: Readonly<Record<string, string>> = { default: "defaultEscaped", options: "optionsPath" };

/**
 * The part of the client for a path: `/v2/vpcs/ID` is `client.v2.vpcs.byVpc_id(ID)`. The template names the
 * placeholders, as the client's methods do.
 */
export function partFor(client: Dots, template: string, values: Readonly<Record<string, string>>): Dots {
  return template
    .slice(1)
    .split("/")
    .reduce((part: Dots, segment) => {
      if (!segment.startsWith("{")) return part[otherNames[segment] ?? segment];
      const name = segment.slice(1, -1);
      const value = values[name] ?? "";
      return part[`by${name.charAt(0).toUpperCase()}${name.slice(1)}`](
        /^\d+$/.test(value) ? Number(value) : value,
      );
    }, client);
}

/** The client writes fields in camel case, and some of them with a word of its own. */
export function inCamelCase(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inCamelCase);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key.replace(/_([a-z])/g, (_match, letter: string) => letter.toUpperCase()),
      inCamelCase(inner),
    ]),
  );
}
