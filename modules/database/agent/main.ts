import { mkdirSync } from "node:fs";
import { AgentStateOwner } from "./agent-state.ts";
import { startControl } from "./control.ts";
import { readsRefusal, writesRefusal } from "./decide/routability.ts";
import { serveCommands } from "./http/command-socket.ts";
import { serve } from "./http/server.ts";
import { log, messageOf } from "./log.ts";
import { checkSeries, superviseMysqld } from "./mysql/mysqld.ts";
import { AGENT_FOLDER, installCertificates, readSettings } from "./settings.ts";
import { routabilityInput, statusOf } from "./state-views.ts";
import { startWatch } from "./watch.ts";

try {
  const settings = readSettings(process.env);
  checkSeries();
  installCertificates();
  mkdirSync(AGENT_FOLDER, { recursive: true, mode: 0o755 });
  const state = new AgentStateOwner();
  const mysqld = superviseMysqld(settings, () => {
    state.mysqldEnded();
    watch.reset();
  });
  const watch = startWatch(state, settings);
  const control = startControl(state, settings, watch, mysqld);
  serve({
    refresh: watch.refresh,
    writes: () => writesRefusal(routabilityInput(state.current, settings)),
    reads: () => readsRefusal(routabilityInput(state.current, settings)),
    status: () => statusOf(state.current, settings),
  });
  serveCommands(control.command);
  let isStopping = false;
  for (const signal of ["SIGTERM", "SIGINT"] as const)
    process.on(signal, async () => {
      if (isStopping) return;
      isStopping = true;
      await control.stop();
      process.exit(0);
    });
} catch (error) {
  log(`can't start: ${messageOf(error)}`);
  process.exit(1);
}
