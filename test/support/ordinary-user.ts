import { execFile } from "node:child_process";
import { randomBytes } from "node:crypto";
import { chmodSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { homedir, tmpdir, userInfo } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

const exec = promisify(execFile);
const usualSocket = "/var/run/docker.sock";
/** What a session of the user has from the machine, beside its own. */
const kept = /^(PATH|DOCKER_HOST|LAMPSTAND_PROVIDERS|SSL_CERT_FILE|NODE_EXTRA_CA_CERTS|(https?|no)_proxy)$/i;

/** How a program of the user ended. */
export interface Ended {
  readonly code: number;
  readonly output: string;
}

/** A user who may use the engine and has no other privilege. */
export interface OrdinaryUser {
  readonly name: string;
  /** A folder of the user's, gone after {@link OrdinaryUser.remove}. */
  readonly folder: string;
  /** Makes all below a folder the user's, with the modes of files that were written under the umask. */
  give(folder: string): Promise<void>;
  /** Runs a program with umask 027, LANG=C and no terminal; ends it after `limitMs`. */
  run(cwd: string, command: readonly string[], limitMs: number): Promise<Ended>;
  remove(): Promise<void>;
}

/** As root a new user of the group that Docker's socket belongs to; else who runs the tests. */
export async function ordinaryUser(): Promise<OrdinaryUser> {
  const folder = mkdtempSync(join(tmpdir(), "lampstand-user-"));
  chmodSync(folder, 0o755);
  const isRoot = process.getuid?.() === 0;
  const name = isRoot ? `lampstand-${randomBytes(4).toString("hex")}` : userInfo().username;
  if (isRoot) {
    const host = process.env.DOCKER_HOST ?? "";
    const socket = host.startsWith("unix://") ? host.slice("unix://".length) : usualSocket;
    const group = String(statSync(socket).gid);
    await exec("useradd", [
      "--user-group",
      "--no-create-home",
      "--home-dir",
      folder,
      "--groups",
      group,
      name,
    ]);
  }
  const become = isRoot ? ["setpriv", `--reuid=${name}`, `--regid=${name}`, "--init-groups"] : [];
  const environment = {
    ...Object.fromEntries(Object.entries(process.env).filter(([key]) => kept.test(key))),
    ...{ HOME: isRoot ? folder : homedir(), USER: name, LANG: "C" },
  };
  const user: OrdinaryUser = {
    name,
    folder,
    async give(given) {
      await exec("chmod", ["-R", "u=rwX,g=rX,o=", given]);
      if (isRoot) await exec("chown", ["-R", `${name}:`, given]);
    },
    run: (cwd, command, limitMs) => {
      const shell = ["sh", "-c", 'umask 027; exec "$@" < /dev/null', "sh", ...command];
      const [program = "", ...args] = [...become, ...shell];
      const options = { cwd, env: environment, timeout: limitMs, maxBuffer: 64 * 1024 * 1024 };
      return new Promise((resolve) => {
        execFile(program, args, options, (error, stdout, stderr) => {
          const code = error === null ? 0 : typeof error.code === "number" ? error.code : -1;
          resolve({ code, output: stdout + stderr });
        });
      });
    },
    async remove() {
      rmSync(folder, { recursive: true, force: true });
      if (isRoot) await exec("userdel", [name]);
    },
  };
  await user.give(folder);
  return user;
}
