import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { seriesRefusal, versionOfData } from "../decide/series.ts";
import { log, sleep } from "../log.ts";
import { MYSQL_ACCOUNT, type Settings } from "../settings.ts";
import { resetOwnStatements } from "./session.ts";

/** mysqld exits with this when it wants to be started again, as after a clone. */
const RESTART_EXIT_CODE = 16;
/** A life shorter than this counts as a failed start, to be followed by a pause. */
const SHORT_LIFE_MS = 10_000;
const LONGEST_PAUSE_MS = 15_000;

const MYSQLD = "/usr/sbin/mysqld";
/** MySQL keeps a record there of the versions that opened the data. */
const UPGRADE_HISTORY = "/var/lib/mysql/data/mysql_upgrade_history";

/** @throws Error if the data directory is of another series than this image's mysqld */
export function checkSeries(): void {
  const [, server = ""] = /Ver (\S+)/.exec(execFileSync(MYSQLD, ["--version"], { encoding: "utf8" })) ?? [];
  const history = existsSync(UPGRADE_HISTORY) ? readFileSync(UPGRADE_HISTORY, "utf8") : "";
  const refusal = seriesRefusal(server, versionOfData(history));
  if (refusal !== undefined) throw new Error(refusal);
}

export interface Mysqld {
  /** Terminates it for good, by force if it takes longer than the time given; at once if that is 0. */
  stop(limitMs: number): Promise<void>;
  /** Starts it anew at once by force, when it hangs. */
  kill(): void;
}

/**
 * Keeps mysqld running as a child of this process. Starting it again here takes half a second less than ending the
 * container, and keeps the agent's answers.
 */
export function superviseMysqld(settings: Settings, onEnd: () => void): Mysqld {
  let child: ChildProcess | undefined;
  let stopping = false;
  let failures = 0;

  const start = (): void => {
    const startedAt = performance.now();
    child = spawn(MYSQLD, mysqldArguments(settings), {
      ...MYSQL_ACCOUNT,
      stdio: ["ignore", "inherit", "inherit"],
      // With a parent's id in place mysqld lets itself be restarted (by RESTART and after a clone).
      env: { MYSQLD_PARENT_PID: String(process.pid), PATH: "/usr/sbin:/usr/bin", TZ: "UTC" },
    });
    child.once("error", (error) => log(`mysqld does not start: ${error.message}`));
    child.once("close", (code, signal) => {
      child = undefined;
      resetOwnStatements();
      onEnd();
      if (stopping) return;
      const isShort = performance.now() - startedAt < SHORT_LIFE_MS && code !== RESTART_EXIT_CODE;
      failures = isShort ? failures + 1 : 0;
      const pauseMs = failures === 0 ? 0 : Math.min(500 * 2 ** (failures - 1), LONGEST_PAUSE_MS);
      log(`mysqld ended (${signal ?? `exit code ${code}`}); starting it again in ${pauseMs} ms`);
      setTimeout(() => {
        if (!stopping) start();
      }, pauseMs);
    });
  };
  start();

  return {
    kill: () => {
      child?.kill("SIGKILL");
    },
    stop: async (limitMs) => {
      stopping = true;
      const running = child;
      if (!running) return;
      const ended = new Promise((resolve) => running.once("close", resolve));
      if (limitMs > 0) {
        running.kill("SIGTERM");
        const inTime = await Promise.race([ended.then(() => true), sleep(limitMs).then(() => false)]);
        if (inTime) return;
        log(`mysqld took more than ${limitMs} ms to stop; killing it`);
      }
      running.kill("SIGKILL");
      await ended;
    },
  };
}

function mysqldArguments(settings: Settings): string[] {
  return [`--server-id=${settings.serverId}`, `--report-host=${settings.node}`];
}
