/** The proxies that programs are to use, by the names of their variables in both spellings. */
export type ProxyVariables = Readonly<Record<string, string>>;

const names = ["http_proxy", "https_proxy", "no_proxy"] as const;

/**
 * HTTP_PROXY, HTTPS_PROXY and NO_PROXY of an environment, each in both spellings, since programs differ in which one
 * they read; the lower-case one counts where both are set. Nothing where no proxy is set.
 */
export function proxyVariables(environment: Readonly<Record<string, string | undefined>>): ProxyVariables {
  const set = names.flatMap((name): (readonly [string, string])[] => {
    const value = environment[name] || environment[name.toUpperCase()];
    return value ? [[name, value]] : [];
  });
  if (set.every(([name]) => name === "no_proxy")) return {};
  return Object.fromEntries(
    set.flatMap(([name, value]) => [
      [name, value],
      [name.toUpperCase(), value],
    ]),
  );
}

/** Whether one of the proxies is at a loopback address: a container reaches it only on the host's own network. */
export function isOnThisMachine({ http_proxy, https_proxy }: ProxyVariables): boolean {
  return [http_proxy, https_proxy].some((proxy) => {
    if (proxy === undefined) return false;
    const host = URL.parse(proxy.includes("://") ? proxy : `http://${proxy}`)?.hostname ?? "";
    return /^(localhost|\[::1\]|127(\.\d{1,3}){3})$/.test(host);
  });
}
