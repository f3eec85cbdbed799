import { ports } from "../topology/index.ts";
import { databaseAddresses } from "./database-socket.ts";
import type { NodeOptions } from "./options.ts";
import { places } from "./places.ts";

/** What the stack sets for every app, besides the app's own variables. */
const contractVariables = [
  ...Object.keys(databaseAddresses),
  ...["DB_NAME", "DB_USER", "DB_PASSWORD_FILE", "DB_CA_FILE", "APP_ENV", "NODE_NAME", "LAMPSTAND_MEMBERS"],
  ...["LAMPSTAND_DB_HOST", "LAMPSTAND_REQUEST_TIMEOUT_SECONDS", "LAMPSTAND_REQUEST_WORKERS"],
];

/**
 * Requests in flight at a stop may go on for this long: their own limit, or 30 s at least.
 * Idle kept-alive connections do not hold it up for longer than `keepAliveMs`.
 */
export function gracefulStopSeconds({ requestTimeoutSeconds }: NodeOptions): number {
  return Math.max(30, requestTimeoutSeconds);
}
/** How long a client may read nothing of an answer, or send nothing of a body: never the first to end a request. */
function ioTimeoutSeconds({ requestTimeoutSeconds }: NodeOptions): number {
  return Math.max(30, requestTimeoutSeconds + 5);
}
/**
 * Short: in prefork each kept-alive connection occupies a process, and the balancer keeps those by TLS apart from the plain
 * ones. With 2 s, visitors of both kinds took all processes of the only node that was left, and its health checks failed. A
 * busy balancer reuses a connection sooner than that.
 */
const keepAliveMs = 100;
/**
 * Processes forked at the start and never given up. Apache forks later ones in steps of one second: seen when all but
 * few waited for a database, health checks then waited for seconds too. An idle process takes about 2 MiB.
 */
const standingServers = 32;

/**
 * Processes beside those that work on requests: for health checks, of which the balancer has four, and for connections that it
 * keeps alive, at most two of each kind.
 */
const spareWorkers = 6;

/** Apache's settings for the whole server. */
export function serverConfiguration(options: NodeOptions): string {
  const workers = options.maxRequestWorkers + spareWorkers;
  const variables = [...new Set([...contractVariables, ...Object.keys(options.environment)])].sort();
  return `ServerName localhost
ServerTokens Prod
ServerSignature Off
TraceEnable Off
HttpProtocolOptions Strict

Timeout ${ioTimeoutSeconds(options)}
KeepAlive On
KeepAliveTimeout ${keepAliveMs}ms
MaxKeepAliveRequests 0
GracefulShutdownTimeout ${gracefulStopSeconds(options)}
StartServers ${Math.min(standingServers, workers)}
MinSpareServers ${Math.max(1, Math.min(8, Math.floor(workers / 4)))}
MaxSpareServers ${workers + 1}
ServerLimit ${workers}
MaxRequestWorkers ${workers}
# A process that leaks is replaced before it hurts; seldom enough not to lose persistent connections often.
MaxConnectionsPerChild 20000

# The balancer refuses bodies whose length is larger; this is for those without a length.
LimitRequestBody ${options.maxRequestBodyMb * 1_048_576}
ErrorDocument 413 "The request is larger than ${options.maxRequestBodyMb} MiB, which web.maxUploadMb or loadBalancer.maxRequestBodyMb allows."

# Not that the certificate towards the balancer has another name than this server: only the balancer's check counts.
LogLevel ssl:error

PassEnv ${variables.join(" ")}
# In memory and readable by Apache only: these hold the password.
IncludeOptional ${places.privateFolder}/environment.conf

# %a is the client. No query string and no referrer: tokens and passwords travel in them.
LogFormat "%a %t \\"%m %U %H\\" %>s %O %{us}T \\"%{User-Agent}i\\"" lampstand

# A compressed answer keeps its ETag, or no browser's copy would ever be found current.
DeflateAlterETag NoChange
`;
}

/**
 * Two virtual hosts with the same site. Requests that came to the balancer by HTTPS come here by TLS, so that Apache knows
 * of it wherever it is asked: in rewrite rules, redirects and variables. The server names have the ports that a `Host`
 * without one means.
 */
export function virtualHosts(): string {
  return `<VirtualHost *:${ports.http}>
    ServerName localhost:80
    Include ${places.siteConfiguration}
</VirtualHost>
<VirtualHost *:${ports.https}>
    ServerName localhost:443
    SSLEngine on
    SSLProtocol -all +TLSv1.2 +TLSv1.3
    # In memory and readable by Apache only: it has the key.
    IncludeOptional ${places.privateFolder}/certificate.conf
    Include ${places.siteConfiguration}
</VirtualHost>
`;
}

/** The site: what is served, to whom, and what is not. */
export function siteConfiguration(options: NodeOptions): string {
  const root = options.documentRoot === "" ? places.app : `${places.app}/${options.documentRoot}`;
  return [
    `DocumentRoot ${root}`,
    logs,
    proxies(options.trustedProxies),
    responseHeaders,
    ...(options.hsts ? [hsts] : []),
    health,
    ...otherHosts(options.hosts),
    directory(root, options.htaccess),
    hiddenFiles,
    ...options.writableFolders
      .filter((folder) => !options.phpFolders.includes(folder))
      .map((folder) => writableFolder(`${places.app}/${folder}`, options.htaccess)),
    sessions,
    ...(options.apache === "" ? [] : [`Include ${places.ownConfiguration}`]),
    "",
  ].join("\n");
}

/** A year, as the list of sites that browsers know by heart asks for. */
const hsts = `Header setifempty Strict-Transport-Security "max-age=31536000" "expr=%{HTTPS} == 'on'"
`;

/** The port in Host stays, and the method: a form that was sent arrives. */
function otherHosts([first, ...others]: readonly string[]): string[] {
  if (first === undefined || others.length === 0) return [];
  const names = others.map((host) => host.replaceAll(".", "\\.")).join("|");
  return [
    `RewriteEngine On
RewriteCond %{HTTP_HOST} ^(?:${names})(:\\d+)?$ [NC]
RewriteRule ^ %{REQUEST_SCHEME}://${first}%1%{REQUEST_URI} [R=308,L]
`,
  ];
}

const logs = `
# Health checks come several times a second and have no information; Apache also sends requests to itself to wake processes.
ErrorLog \${APACHE_LOG_DIR}/error.log
CustomLog \${APACHE_LOG_DIR}/access.log lampstand "expr=%{REQUEST_URI} !~ m#^/(healthz|nodez|readyz)$# && %{CONN_REMOTE_ADDR} != '127.0.0.1'"
`;

/**
 * RemoteIPInternalProxy, not RemoteIPTrustedProxy: the latter does not believe private client addresses, which is
 * what every client of a stack on a laptop has.
 */
function proxies(trusted: readonly string[]): string {
  if (trusted.length === 0)
    return "RequestHeader unset X-Forwarded-For\nRequestHeader unset X-Forwarded-Proto\n";
  const matches = trusted.map((network) => `%{CONN_REMOTE_ADDR} -ipmatch '${network}'`);
  // mod_remoteip has taken the client's address from a proxy that it believes: then the two differ. To ask that first
  // halves a request's time, since -ipmatch looks the network's address up each time.
  const believed = ["%{REMOTE_ADDR} != %{CONN_REMOTE_ADDR}", ...matches].join(" || ");
  return `RemoteIPHeader X-Forwarded-For
${trusted.map((network) => `RemoteIPInternalProxy ${network}`).join("\n")}
<If "!(${believed})">
    RequestHeader unset X-Forwarded-For
    RequestHeader unset X-Forwarded-Host
    RequestHeader unset X-Forwarded-Port
    RequestHeader unset X-Forwarded-Proto
</If>
SetEnvIfExpr "%{req_novary:X-Forwarded-Proto} == 'https' && (${believed})" HTTPS=on
# For a balancer that has no TLS to its web nodes. Apache's own redirect to a folder would name the scheme that it sees.
RewriteEngine On
RewriteCond %{ENV:HTTPS}%{HTTPS} =onoff
RewriteCond %{DOCUMENT_ROOT}%{REQUEST_URI} -d
RewriteRule [^/]$ https://%{HTTP_HOST}%{REQUEST_URI}/ [R=301,L]
`;
}

const defaultHeaders = {
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "strict-origin-when-cross-origin",
  "X-Frame-Options": "SAMEORIGIN",
};

/** PHP's own header wins, and .htaccess, which comes later, may set or unset one. Errors of Apache's own have `always` only. */
const responseHeaders = `Header always set X-Served-By "\${NODE_NAME}"
${Object.entries(defaultHeaders)
  .map(
    ([name, value]) => `Header setifempty ${name} ${value} "expr=%{REQUEST_STATUS} -lt 400"
Header always set ${name} ${value} "expr=%{REQUEST_STATUS} -ge 400 && -z %{resp:${name}}"
`,
  )
  .join("")}`;

const health = `# Outside the document root: no rule and no file of the app can shadow these.
AliasMatch ^/healthz$ ${places.php}/healthz.php
AliasMatch ^/nodez$ ${places.php}/nodez.php
AliasMatch ^/readyz$ ${places.php}/readyz.php
<Directory ${places.php}>
    AllowOverride None
    Require all denied
    <FilesMatch ^(healthz|nodez|readyz)\\.php$>
        Require all granted
    </FilesMatch>
    php_admin_value auto_prepend_file none
    # Read by the balancer's health checks.
    Header set X-Lampstand-Tls ${ports.https}
</Directory>
`;

function directory(root: string, htaccess: boolean): string {
  return `<Directory ${root}>
    Options FollowSymLinks
    AllowOverride ${htaccess ? "All" : "None"}
    DirectoryIndex index.php index.html
    Require all granted
</Directory>
`;
}

/** Names of files that deploys leave in document roots, as Apache's expressions for the end of a URL's path. */
const hiddenNames = [
  "(auth|composer|package(-lock)?|cdktf)\\.json|composer\\.lock|phpunit\\.xml(\\.dist)?|web\\.config",
  "Dockerfile|Makefile|(docker-)?compose([.-][^/]*)?\\.ya?ml|lampstand\\.config\\.[cm]?[jt]s",
  "id_[^/.]+|id_(rsa|dsa|ecdsa|ed25519|xmss)[^/]*|[^/]*\\.(pem|key|p12|pfx|ppk)",
  "[^/]*\\.tf(state|vars)[^/]*",
  "[^/]*\\.(sql(\\.gz)?|sqlite3?|db|bak|old|orig|save|sw[op]|ini|log|sh|env|inc|phps|phar)|[^/]*~",
];

/**
 * 404, so that not even their existence is revealed. Only where there is such a file: an application may have a page of
 * that name, as a wiki has `/wiki/deploy.sh`.
 */
const hiddenFiles = `RedirectMatch 404 "/\\.(?!well-known(/|$))"
RewriteEngine On
${hiddenNames
  .map(
    (names) => `RewriteCond %{DOCUMENT_ROOT}%{REQUEST_URI} -f
RewriteRule "(?i)/(${names})$" - [R=404,L]
`,
  )
  .join("")}`;

/**
 * .htaccess may protect, redirect and describe files here, but run none: it may set no option, PHP is off by a setting
 * that only the server's own configuration changes, and there is no other handler that runs code.
 */
function writableFolder(path: string, htaccess: boolean): string {
  return `# Whatever is uploaded here is never run.
<Directory ${path}>
    AllowOverride ${htaccess ? "AuthConfig Limit FileInfo Indexes Nonfatal=Override" : "None"}
    Options -ExecCGI
    php_admin_flag engine Off
    <FilesMatch "(?i)\\.ph(ar|p[0-9]?|tml|ps)">
        Require all denied
    </FilesMatch>
</Directory>
`;
}

const sessions = `php_admin_value auto_prepend_file ${places.php}/prepend.php
php_admin_flag session.auto_start Off`;
