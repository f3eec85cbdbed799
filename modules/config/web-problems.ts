import type { Problem } from "./problems.ts";
import { largestFormMb, phpPaths, type ResolvedConfig, writablePaths } from "./resolved-config.ts";

/** Placeholders of `web.databaseEnvironment`. */
const placeholders = ["host", "port", "socket", "readHost", "readPort", "name", "user", "password", "caFile"];

/** The node or the system sets these; another value would break the node or its contract with the stack. */
const reservedVariable =
  /^(DB_(HOST|PORT|SOCKET|READ_HOST|READ_PORT|NAME|USER|PASSWORD_FILE|CA_FILE)|LAMPSTAND_.*|APACHE_.*|HTTP_.*|HTTPS|NODE_NAME|PATH|HOME|HOSTNAME|LD_.*|PHPRC|PHP_INI_SCAN_DIR|REMOTE_.*|SERVER_.*|REQUEST_.*|DOCUMENT_ROOT|LANG|LC_ALL|TMPDIR|BASH_ENV|ENV|IFS)$/i;
/** Settings of php.ini that the node needs, and what to do in place of them. */
const reservedSettings: Readonly<Record<string, readonly [reason: string, remedy: string]>> = {
  auto_prepend_file: [
    "the node sets it, for sessions that every web node shares",
    "require your file from the app",
  ],
  "session.auto_start": [
    "it starts sessions before the shared store is set up",
    "call session_start() in the app",
  ],
  "session.save_handler": [
    "the node sets it, for sessions that every web node shares",
    "a session handler of the app calls session_set_save_handler()",
  ],
  extension: ["extensions have a field of their own", "name the extension in web.phpExtensions"],
  zend_extension: ["extensions have a field of their own", "name the extension in web.phpExtensions"],
};

/** What a web node can't have, whatever the target. */
export function webProblems(config: ResolvedConfig): Problem[] {
  return [
    ...variableProblems(config),
    ...databaseVariableProblems(config),
    ...settingProblems(config),
    ...folderProblems(config),
    ...phpLimitProblems(config),
  ];
}

function variableProblems({ web }: ResolvedConfig): Problem[] {
  return Object.entries(web.environment).flatMap(([name, value]): Problem[] => {
    const path = `web.environment.${name}`;
    if (reservedVariable.test(name))
      return [
        {
          path,
          given: "the web node or the system sets it",
          allowed: "variables of the site",
          hint: "for example APP_THEME",
        },
      ];
    return value.includes("\0") ? [nul(path, "an environment variable")] : [];
  });
}

function databaseVariableProblems({ web }: ResolvedConfig): Problem[] {
  return Object.entries(web.databaseEnvironment).flatMap(([name, text]): Problem[] => {
    const path = `web.databaseEnvironment.${name}`;
    if (reservedVariable.test(name) || name in web.environment)
      return [
        {
          path,
          given: reservedVariable.test(name)
            ? "the web node or the system sets it"
            : "web.environment has it as well",
          allowed: "variables that nothing else sets",
          hint: "for example DATABASE_URL",
        },
      ];
    const unknown = [...text.matchAll(/\{([^{}]*)\}/g)].find(([, key = ""]) => !placeholders.includes(key));
    if (unknown !== undefined || /[$%]\{|[\0\r\n]/.test(text))
      return [
        {
          path,
          given: `got ${JSON.stringify(text)}`,
          allowed: `one line of text with ${placeholders.map((key) => `{${key}}`).join(", ")} in it`,
          hint: 'for example "mysql://{user}:{password}@{host}:{port}/{name}"',
        },
      ];
    return [];
  });
}

function settingProblems({ web }: ResolvedConfig): Problem[] {
  return Object.entries(web.phpIni).flatMap(([name, value]): Problem[] => {
    const path = `web.phpIni.${name}`;
    const [reason, remedy] = reservedSettings[name] ?? [];
    if (reason !== undefined && remedy !== undefined)
      return [{ path, given: reason, allowed: "other settings of php.ini", hint: remedy }];
    return typeof value === "string" && value.includes("\0") ? [nul(path, "php.ini")] : [];
  });
}

function nul(path: string, holder: string): Problem {
  return {
    path,
    given: "got a text with a NUL character",
    allowed: `texts without one, since ${holder} can't hold it`,
    hint: "leave it out",
  };
}

/** No PHP runs from a writable folder unless it is asked for. */
function folderProblems({ app }: ResolvedConfig): Problem[] {
  const { documentRoot } = app;
  return writablePaths(app).flatMap((folder, index) =>
    phpPaths(app).includes(folder)
      ? []
      : folder === documentRoot || documentRoot.startsWith(`${folder}/`)
        ? [
            {
              path: `app.writableFolders.${index}`,
              given: `got "${folder}", which holds the document root, where PHP must run`,
              allowed: "folders inside it or beside it",
              hint: `for example "${folder}/uploads", or { path: "${folder}", php: true }`,
            },
          ]
        : [],
  );
}

/** An upload that was asked for and that the load balancer would refuse. */
export function uploadProblems({ web, loadBalancer }: ResolvedConfig): Problem[] {
  const formMb = largestFormMb(web);
  if (loadBalancer.maxRequestBodyMb >= formMb) return [];
  return [
    {
      path: "loadBalancer.maxRequestBodyMb",
      given: `got ${loadBalancer.maxRequestBodyMb}, which is less than an upload of web.maxUploadMb (${web.maxUploadMb}) needs`,
      allowed: `${formMb} or more`,
      hint: "leave it out: it follows web.maxUploadMb",
    },
  ];
}

/** Limits of php.ini that the load balancer never lets come to effect. */
function phpLimitProblems({ web, loadBalancer: { maxRequestBodyMb } }: ResolvedConfig): Problem[] {
  return ["upload_max_filesize", "post_max_size"].flatMap((name): Problem[] => {
    const megabytes = megabytesOf(web.phpIni[name]);
    if (megabytes === undefined || megabytes <= maxRequestBodyMb) return [];
    return [
      {
        path: `web.phpIni.${name}`,
        given: `got ${JSON.stringify(web.phpIni[name])}, while the load balancer refuses bodies above ${maxRequestBodyMb} MiB`,
        allowed: `at most ${maxRequestBodyMb}M`,
        hint: "set web.maxUploadMb, which all limits follow, and leave this out",
      },
    ];
  });
}

/** A size as php.ini has it, in MiB; undefined where it is none. */
function megabytesOf(value: string | number | boolean | undefined): number | undefined {
  const [, digits, unit = ""] = /^(\d+)([KMG]?)$/i.exec(String(value).trim()) ?? [];
  if (digits === undefined) return undefined;
  const power = ["", "K", "M", "G"].indexOf(unit.toUpperCase());
  return (Number(digits) * 1024 ** power) / 1024 ** 2;
}
