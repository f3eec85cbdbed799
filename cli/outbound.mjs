// How programs that fetch something find their way out: plain JavaScript, since cli/bootstrap.mjs uses it.

const LOOPBACK = ["localhost", "127.0.0.1", "::1"];
const PROXIES = ["http_proxy", "https_proxy", "no_proxy"];
const CERTIFICATES = ["NODE_EXTRA_CA_CERTS", "SSL_CERT_FILE"];

/**
 * The variables by which npm, Node, Terraform and apt use the proxy and the certificates that this environment names
 * for one of them: each proxy in both spellings, never for what listens on this machine, and a CA of the user's own by
 * the name that Node reads and the one that OpenSSL and Go read.
 *
 * @param {Readonly<Record<string, string | undefined>>} environment
 * @returns {Record<string, string>} to be set over the environment
 */
export function outboundVariables(environment) {
  const proxies = {};
  for (const name of PROXIES) {
    const value = environment[name] || environment[name.toUpperCase()];
    if (value) proxies[name] = value;
  }
  if (proxies.http_proxy || proxies.https_proxy) {
    const hosts = (proxies.no_proxy ?? "").split(",").map((host) => host.trim());
    proxies.no_proxy = [...new Set([...hosts.filter((host) => host !== ""), ...LOOPBACK])].join(",");
    // Node's own fetch uses a proxy only when it is asked to.
    proxies.NODE_USE_ENV_PROXY = "1";
  }
  const certificates = CERTIFICATES.map((name) => environment[name]).find((file) => file);
  return {
    ...Object.fromEntries(Object.entries(proxies).map(([name, value]) => [name.toUpperCase(), value])),
    ...proxies,
    ...(certificates === undefined
      ? {}
      : Object.fromEntries(CERTIFICATES.map((name) => [name, environment[name] || certificates]))),
  };
}
