import { join } from "node:path";

/**
 * Shell script that installs MySQL's packages on Debian 13 from the suite sid, and removes the source again.
 * `install-mysql SERIES PACKAGE...`: SERIES is e.g. `9.7`, or `any`; packages after `--` need not be MySQL's.
 */
export const mysqlInstaller = join(import.meta.dirname, "files", "install-mysql");
