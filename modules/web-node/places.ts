/** Where things are on a web node; one place to read, so that no two files can disagree. */
export const places = {
  /** The app's folder. */
  app: "/var/www/app",
  serverConfiguration: "/etc/apache2/conf-available/lampstand.conf",
  virtualHosts: "/etc/apache2/sites-available/lampstand.conf",
  /** What both virtual hosts serve. */
  siteConfiguration: "/etc/lampstand/site.conf",
  /** The site's own, named as the field is, since Apache's messages name the file and its line. */
  ownConfiguration: "/etc/lampstand/web.apache",
  phpIni: "/etc/php/8.4/apache2/conf.d/99-lampstand.ini",
  /** The same for PHP's commands. */
  phpCommandIni: "/etc/php/8.4/cli/conf.d/99-lampstand.ini",
  /** One absolute path a line. */
  writableFolders: "/etc/lampstand/writable-folders",
  /** The site's own files of its writable folders: there a volume hides those of the app's folder. */
  seed: "/usr/share/lampstand/seed",
  /** What is done with them in each folder, and a text that is another one for other files. */
  seedRules: "/etc/lampstand/seed-rules.json",
  seedStamp: "/etc/lampstand/seed-stamp",
  /** In each folder: what was put there. The same name is in FolderSeed.php. */
  seedRecord: ".lampstand-seed.json",
  /** Puts them into the folders. */
  seedFolders: "/usr/local/bin/lampstand-seed-folders",
  /** Paths below the app's folder, each ended by a NUL: the image's own record of what it took away. */
  removedFiles: "/etc/lampstand/removed-files",
  environmentScript: "/usr/share/lampstand/environment.sh",
  /** The app's environment as shell assignments, where no container engine sets it. */
  environmentFile: "/etc/lampstand/environment",
  php: "/usr/share/lampstand/php",
  entrypoint: "/usr/local/sbin/lampstand-web-entrypoint",
  serve: "/usr/local/bin/lampstand-web-serve",
  healthcheck: "/usr/local/bin/lampstand-web-healthcheck",
  /** Runs the database socket, and installs the package that it needs. */
  databaseSocket: "/usr/local/bin/lampstand-database-socket",
  databaseSocketConfiguration: "/etc/lampstand/database-socket.conf",
  mysqlInstaller: "/usr/local/sbin/lampstand-install-mysql",
  /** Where PHP's clients of MySQL connect for `localhost`. */
  socket: "/run/mysqld/mysqld.sock",
  /** Apache's lines for `web.databaseEnvironment`, with {password} for the password. */
  databaseEnvironment: "/etc/lampstand/database-environment.conf",
  /** Files that arrive with a request, until the page has moved them: on disk, since /tmp counts as a container's memory. */
  uploads: "/var/lib/lampstand/uploads",
  /** The copies of the secrets that PHP may read, and what makes them. */
  privateFolder: "/run/lampstand/private",
  privateCopies: "/usr/local/sbin/lampstand-private-copies",
  /** While it exists, /healthz and /nodez answer 404: this node wants no more requests. */
  draining: "/run/lampstand/draining",
  /** Exists until the database has been set up, and holds why that failed; /healthz answers 503 meanwhile. */
  schemaPending: "/var/lib/lampstand/schema-pending",
} as const;
