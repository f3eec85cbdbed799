import { blocksOf, type Diagnostic, type Fields, isList, isZero, textOf, UNKNOWN } from "../plugin/index.ts";

/** What is wrong with a load balancer's configuration beyond single attributes. */
export function checkLoadbalancer(config: Fields): Diagnostic[] {
  return [...missing(config), ...healthcheckPath(config), ...stickyCookie(config)];
}

function missing(config: Fields): Diagnostic[] {
  const rules = config.forwarding_rule ?? null;
  return [
    ...(config.region === null
      ? [failure("region", "region is needed", 'Set the region\'s slug, e.g. "fra1".')]
      : []),
    ...(isList(rules) && isZero(rules)
      ? [failure("forwarding_rule", "forwarding_rule is needed", "Give at least one.")]
      : []),
  ];
}

function healthcheckPath(config: Fields): Diagnostic[] {
  return blocksOf(config, "healthcheck").flatMap((check) => {
    if (check.protocol === UNKNOWN || check.path === UNKNOWN) return [];
    const [isTcp, hasPath] = [check.protocol === "tcp", textOf(check, "path") !== null];
    if (isTcp && hasPath) {
      return [failure("healthcheck", "path is not allowed in a healthcheck by tcp", "Remove path.")];
    }
    if (isTcp || hasPath) return [];
    const protocol = textOf(check, "protocol") ?? "http";
    return [
      failure("healthcheck", `path is needed in a healthcheck by ${protocol}`, 'Set path, e.g. "/healthz".'),
    ];
  });
}

function stickyCookie(config: Fields): Diagnostic[] {
  return blocksOf(config, "sticky_sessions").flatMap((sticky) => {
    const missing = ["cookie_name", "cookie_ttl_seconds"].filter((name) => sticky[name] === null);
    if (sticky.type !== "cookies" || missing.length === 0) return [];
    const names = missing.join(" and ");
    return [failure("sticky_sessions", `${names} needed for sessions kept by cookies`, `Set ${names}.`)];
  });
}

function failure(name: string, summary: string, detail: string): Diagnostic {
  return { severity: "error", summary, detail, path: [name] };
}
