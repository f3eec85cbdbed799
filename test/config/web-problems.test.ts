import assert from "node:assert/strict";
import { test } from "node:test";
import { type Config, ConfigError, problemLine, resolveConfig } from "../../modules/config/index.ts";

function problems(config: Config): readonly string[] {
  try {
    resolveConfig(config);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.problems.map(problemLine);
  }
}

test("settings that a web node can have are no problem", () => {
  const config: Config = {
    app: { documentRoot: "public", writableFolders: ["uploads", "public/files"] },
    web: {
      phpExtensions: ["gd", "pdo_sqlite", "json"],
      phpIni: { "opcache.jit": "off", memory_limit: "256M" },
      environment: { APP_ENV: "testing" },
      extraPackages: ["imagemagick", "libreoffice-common"],
    },
  };
  assert.deepEqual(problems(config), []);
});

test("a path that leads out of the app, or could end a line of a configuration, is refused", () => {
  for (const folder of ["../etc", "/etc", "a//b", "a/.hidden", "a b", "a\nb", 'a"b', "", ".", `\${HOME}`])
    assert.match(
      problems({ app: { writableFolders: [folder] } }).join(),
      /^app\.writableFolders\.0: got /,
      folder,
    );
});

test("a writable folder around the document root is refused, since no PHP runs from it", () => {
  for (const folder of ["web", "web/public"])
    assert.deepEqual(problems({ app: { documentRoot: "web/public", writableFolders: [folder] } }), [
      `app.writableFolders.0: got "${folder}", which holds the document root, where PHP must run; allowed: folders inside it or beside it; for example "${folder}/uploads", or { path: "${folder}", php: true }`,
    ]);
  const php = { path: "web/public", php: true };
  assert.deepEqual(problems({ app: { documentRoot: "web/public", writableFolders: [php] } }), []);
});

test("what is no name of an extension or a package never reaches a shell", () => {
  for (const name of ["gd; reboot", "GD", "php8.4-gd", "phpgd", "-gd", "", "$(id)"])
    assert.match(problems({ web: { phpExtensions: [name] } }).join(), /^web\.phpExtensions\.0: got /, name);
  for (const name of ["a b", "Imagick", "-y", "a;b", "", "$(id)"])
    assert.match(problems({ web: { extraPackages: [name] } }).join(), /^web\.extraPackages\.0: got /, name);
});

test("php.ini settings that the node needs are refused with what to do instead", () => {
  assert.deepEqual(problems({ web: { phpIni: { auto_prepend_file: "x.php", zend_extension: "xdebug" } } }), [
    "web.phpIni.auto_prepend_file: the node sets it, for sessions that every web node shares; allowed: other settings of php.ini; require your file from the app",
    "web.phpIni.zend_extension: extensions have a field of their own; allowed: other settings of php.ini; name the extension in web.phpExtensions",
  ]);
  for (const name of ["a=b\nc", "a..b", "a.", "1a"])
    assert.match(problems({ web: { phpIni: { [name]: 1 } } }).join(), /^web\.phpIni\./, name);
});

test("environment variables of the stack, of Apache or of the system are refused, together with other problems", () => {
  for (const name of ["DB_HOST", "NODE_NAME", "LAMPSTAND_X", "PATH", "HTTP_PROXY", "LD_PRELOAD", "BASH_ENV"])
    assert.deepEqual(
      problems({ web: { environment: { [name]: "x" } }, loadBalancer: { httpPort: 8443 } }).length,
      2,
      name,
    );
  assert.deepEqual(problems({ web: { environment: { DB_HOST: "x" } } }), [
    "web.environment.DB_HOST: the web node or the system sets it; allowed: variables of the site; for example APP_THEME",
  ]);
});

test("a framework's variables are texts with placeholders that exist, under names that nothing else sets", () => {
  const given = { DATABASE_URL: "mysql://{user}:{password}@{host}:{port}/{name}", DB_PASSWORD: "{password}" };
  assert.deepEqual(
    problems({ web: { databaseEnvironment: given, environment: { DB_CONNECTION: "mysql" } } }),
    [],
  );
  assert.deepEqual(
    problems({
      web: {
        databaseEnvironment: { A: "{pasword}", DB_HOST: "{host}", B: `\${x}`, C: "a\nb", D: "x" },
        environment: { D: "y" },
      },
    }),
    [
      'web.databaseEnvironment.A: got "{pasword}"; allowed: one line of text with {host}, {port}, {socket}, {readHost}, {readPort}, {name}, {user}, {password}, {caFile} in it; for example "mysql://{user}:{password}@{host}:{port}/{name}"',
      "web.databaseEnvironment.DB_HOST: the web node or the system sets it; allowed: variables that nothing else sets; for example DATABASE_URL",
      `web.databaseEnvironment.B: got "\${x}"; allowed: one line of text with {host}, {port}, {socket}, {readHost}, {readPort}, {name}, {user}, {password}, {caFile} in it; for example "mysql://{user}:{password}@{host}:{port}/{name}"`,
      'web.databaseEnvironment.C: got "a\\nb"; allowed: one line of text with {host}, {port}, {socket}, {readHost}, {readPort}, {name}, {user}, {password}, {caFile} in it; for example "mysql://{user}:{password}@{host}:{port}/{name}"',
      "web.databaseEnvironment.D: web.environment has it as well; allowed: variables that nothing else sets; for example DATABASE_URL",
    ],
  );
});

test("a text with a NUL character is refused where it can't be held", () => {
  assert.deepEqual(problems({ web: { environment: { A: "a\0b" }, phpIni: { "mail.log": "\0" } } }), [
    "web.environment.A: got a text with a NUL character; allowed: texts without one, since an environment variable can't hold it; leave it out",
    "web.phpIni.mail.log: got a text with a NUL character; allowed: texts without one, since php.ini can't hold it; leave it out",
  ]);
});
