import type { WritableFolder } from "../../modules/config/index.ts";
import type { Composer } from "./composer.ts";
import type { SiteFiles } from "./site-files.ts";

/** What a site needs. */
export interface Traits {
  /** e.g. "WordPress 6.8". */
  readonly application: string;
  readonly documentRoot: string;
  readonly writableFolders: readonly WritableFolder[];
  readonly phpExtensions: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  readonly databaseEnvironment: Readonly<Record<string, string>>;
  /** What the files don't say, or what is to be done by hand. */
  readonly open: readonly string[];
}

interface Application {
  matches(files: SiteFiles, composer: Composer): boolean;
  traits(files: SiteFiles, composer: Composer): Traits;
}

const none = { environment: {}, databaseEnvironment: {} } as const;
const php = (path: string): WritableFolder => ({ path, php: true });
const databaseSteps = (file: string, form: string) =>
  `${file}: the database's host is localhost; take name, user and password from ${form}.`;
const environmentForm =
  "getenv('DB_NAME'), getenv('DB_USER') and file_get_contents(getenv('DB_PASSWORD_FILE'))";

const wordPress: Application = {
  matches: ({ paths }) => paths.has("wp-load.php") && paths.has("wp-includes/"),
  traits: ({ paths, texts }) => ({
    ...none,
    application: versioned("WordPress", texts["wp-includes/version.php"], /\$wp_version\s*=\s*'([^']+)'/),
    documentRoot: "",
    writableFolders: [php("wp-content")],
    phpExtensions: ["curl", "gd", "intl", "xml", "zip"],
    open: [
      paths.has("wp-config.php")
        ? databaseSteps("wp-config.php", environmentForm)
        : `Copy wp-config-sample.php to wp-config.php: DB_HOST is localhost; take DB_NAME, DB_USER and DB_PASSWORD from ${environmentForm}.`,
      "Scheduled posts need a request to /wp-cron.php every few minutes, for example from this machine's cron.",
      "WordPress can't update its own code on a web node: put a new release into the folder and deploy. Plugins and themes install and update as usual.",
    ],
  }),
};

const mediaWiki: Application = {
  matches: ({ paths }) => paths.has("mw-config/") && paths.has("includes/"),
  traits: ({ paths, texts }) => ({
    ...none,
    application: versioned("MediaWiki", texts["includes/Defines.php"], /'MW_VERSION',\s*'([^']+)'/),
    documentRoot: "",
    writableFolders: ["images", "cache"],
    phpExtensions: ["gd", "intl", "xml"],
    open: [
      paths.has("LocalSettings.php")
        ? databaseSteps("LocalSettings.php", environmentForm)
        : "Run the installer (/mw-config/): the database's host is localhost, its name and user are app, and its password is in .lampstand/NAME/secrets/web/db-password. Put the LocalSettings.php that it gives you into the folder, and deploy again.",
    ],
  }),
};

const drupal: Application = {
  matches: ({ paths }, { packages }) =>
    ["", "web/", "docroot/"].some((root) => paths.has(`${root}core/`) && paths.has(`${root}sites/`)) ||
    packages.has("drupal/core-recommended") ||
    packages.has("drupal/core"),
  traits: ({ paths }) => {
    const root = ["web/", "docroot/"].find((each) => paths.has(`${each}core/`)) ?? "";
    return {
      ...none,
      application: "Drupal",
      documentRoot: root.slice(0, -1),
      writableFolders: [php(`${root}sites/default/files`)],
      phpExtensions: ["curl", "gd", "xml", "zip"],
      open: [
        databaseSteps(`${root}sites/default/settings.php`, environmentForm),
        "Drupal's cron needs a request to the address that its status report shows, every hour or so.",
      ],
    };
  },
};

const laravel: Application = {
  matches: ({ paths }, { packages }) => paths.has("artisan") && packages.has("laravel/framework"),
  traits: () => ({
    application: "a Laravel application",
    documentRoot: "public",
    // Compiled templates and caches are PHP.
    writableFolders: [php("storage"), php("bootstrap/cache")],
    phpExtensions: ["curl", "xml", "zip"],
    environment: { DB_CONNECTION: "mysql", LOG_CHANNEL: "stderr" },
    databaseEnvironment: { DB_DATABASE: "{name}", DB_USERNAME: "{user}", DB_PASSWORD: "{password}" },
    open: [
      "APP_KEY and other secrets: name a file for each in web.secrets, and read it in config/app.php: 'key' => trim(file_get_contents('/run/lampstand/private/secrets/APP_KEY')).",
      "Migrations: run `docker exec -u www-data CONTAINER php artisan migrate --force` after a deploy.",
      "Scheduler: run `docker exec -u www-data CONTAINER php artisan schedule:run` every minute, if the application has one.",
    ],
  }),
};

const symfony: Application = {
  matches: ({ paths }, { packages }) => paths.has("bin/console") && packages.has("symfony/framework-bundle"),
  traits: () => ({
    application: "a Symfony application",
    documentRoot: "public",
    writableFolders: [php("var")],
    phpExtensions: ["intl", "xml"],
    environment: { APP_ENV: "prod" },
    databaseEnvironment: {
      DATABASE_URL: "mysql://{user}:{password}@{host}:{port}/{name}?serverVersion=9.7.0&charset=utf8mb4",
    },
    open: [
      "Migrations: run `docker exec -u www-data CONTAINER php bin/console doctrine:migrations:migrate` after a deploy.",
    ],
  }),
};

const phpMyAdmin: Application = {
  matches: ({ paths }, { name }) =>
    name === "phpmyadmin/phpmyadmin" || (paths.has("config.sample.inc.php") && paths.has("libraries/")),
  traits: ({ paths }) => ({
    ...none,
    application: "phpMyAdmin",
    documentRoot: paths.has("public/index.php") ? "public" : "",
    writableFolders: [php("tmp")],
    phpExtensions: ["curl", "xml", "zip"],
    open: [
      "config.inc.php: the server's host is localhost; set blowfish_secret to 32 random characters. Whoever reaches the site can try to log in.",
    ],
  }),
};

/** In the order in which they are tried. */
export const applications: readonly Application[] = [
  wordPress,
  mediaWiki,
  drupal,
  laravel,
  symfony,
  phpMyAdmin,
];

function versioned(name: string, text: string | undefined, pattern: RegExp): string {
  const version = pattern.exec(text ?? "")?.[1];
  return version === undefined ? name : `${name} ${version}`;
}
