/** Compiled into Debian's PHP 8.4 or part of php8.4-common, -opcache or -mysql, which every node has. */
const alwaysThere: ReadonlySet<string> = new Set(
  `calendar core ctype date exif ffi fileinfo filter ftp gettext hash iconv json libxml mysqli mysqlnd opcache openssl
   pcntl pcre pdo pdo_mysql phar posix random readline reflection session shmop sockets sodium spl standard sysvmsg
   sysvsem sysvshm tokenizer zlib`
    .split(/\s+/)
    .filter((name) => name !== ""),
);

/** Extensions that Debian ships in a package of another name. */
const inPackage: Readonly<Record<string, string>> = {
  dom: "xml",
  mysql: "mysql",
  pdo_dblib: "sybase",
  pdo_firebird: "interbase",
  pdo_odbc: "odbc",
  pdo_pgsql: "pgsql",
  pdo_sqlite: "sqlite3",
  simplexml: "xml",
  xmlreader: "xml",
  xmlwriter: "xml",
};

/** Debian's packages for these extensions, mbstring's and MySQL's always among them; sorted, none twice. */
export function extensionPackages(extensions: readonly string[]): readonly string[] {
  const wanted = extensions
    .filter((name) => !alwaysThere.has(name))
    .map((name) => `php8.4-${inPackage[name] ?? name.replaceAll("_", "-")}`);
  return [...new Set(["php8.4-mbstring", "php8.4-mysql", ...wanted])].sort();
}

/** Which of these extensions a node with these ones and these Debian packages lacks. */
export function missingExtensions(
  required: readonly string[],
  {
    phpExtensions,
    extraPackages,
  }: { readonly phpExtensions: readonly string[]; readonly extraPackages: readonly string[] },
): readonly string[] {
  const there = new Set([...extensionPackages(phpExtensions), ...extraPackages]);
  return required.filter((name) => extensionPackages([name]).some((each) => !there.has(each)));
}

/** Whether every node has this extension of PHP. */
export function extensionIsBuiltIn(name: string): boolean {
  return alwaysThere.has(name) || name === "mbstring" || name === "mysql";
}
