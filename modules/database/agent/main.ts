import { mkdirSync } from "node:fs";
import { serveCommands } from "./command-socket.ts";
import { startControl } from "./control.ts";
import { serve } from "./http.ts";
import { log, messageOf } from "./log.ts";
import { newMemory, standingOf, statusOf } from "./memory.ts";
import { checkSeries, superviseMysqld } from "./mysqld.ts";
import { AGENT_FOLDER, installCertificates, readSettings } from "./settings.ts";
import { refusesReads, refusesWrites } from "./verdict.ts";
import { startWatch } from "./watch.ts";

try {
  const settings = readSettings(process.env);
  checkSeries();
  installCertificates();
  mkdirSync(AGENT_FOLDER, { recursive: true, mode: 0o755 });
  const memory = newMemory();
  const mysqld = superviseMysqld(settings, () => {
    watch.forget();
    memory.command = undefined;
  });
  const watch = startWatch(memory, settings);
  const control = startControl(memory, settings, watch, mysqld);
  serve({
    refresh: watch.refresh,
    writes: () => refusesWrites(standingOf(memory, settings)),
    reads: () => refusesReads(standingOf(memory, settings)),
    status: () => statusOf(memory, settings),
  });
  serveCommands(control.command);
  let isTold = false;
  for (const signal of ["SIGTERM", "SIGINT"] as const)
    process.on(signal, async () => {
      if (isTold) return;
      isTold = true;
      await control.stop();
      process.exit(0);
    });
} catch (error) {
  log(`can't start: ${messageOf(error)}`);
  process.exit(1);
}
