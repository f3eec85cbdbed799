import { parseArgs } from "node:util";
import { ConfigError } from "../modules/config/index.ts";
import { CommandFailure } from "./failure.ts";
import { SetupError } from "./setup/index.ts";

const usage = `Usage: npm run COMMAND [-- OPTIONS]

  up       [--verbose]                 set up this machine, deploy the local stack
  down     [--keep-data] [--verbose]   remove it
  status   [--json] [--watch]          what each component does now
  setup                                set up this machine only
  test                                 set up this machine and run every test`;

const options = {
  verbose: { type: "boolean", default: false },
  "keep-data": { type: "boolean", default: false },
  json: { type: "boolean", default: false },
  watch: { type: "boolean", default: false },
} as const;

const accepted: Readonly<Record<string, readonly string[]>> = {
  up: ["verbose"],
  down: ["verbose", "keep-data"],
  status: ["json", "watch"],
  setup: [],
  test: [],
};

/** @returns the exit code: 0 done, 1 the user can mend it, 2 the answer is no, 3 something is broken. */
async function run(args: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
  const [command = "", ...rest] = positionals;
  const allowed = accepted[command];
  const given = process.argv.slice(3).filter((arg) => arg.startsWith("--"));
  const refused = given.filter((arg) => !allowed?.includes(arg.slice(2)));
  if (allowed === undefined || rest.length > 0 || refused.length > 0) {
    const wrong = allowed === undefined ? command || "no command" : [...rest, ...refused].join(" ");
    throw new CommandFailure(`Not understood: ${wrong}\n${usage}`, 1);
  }
  const folder = process.cwd();
  switch (command) {
    case "up":
      return (await import("./commands/up.ts")).up(folder, values.verbose);
    case "down":
      return (await import("./commands/down.ts")).down(folder, {
        keepsData: values["keep-data"],
        isVerbose: values.verbose,
      });
    case "status":
      return (await import("./commands/status.ts")).status(folder, {
        isJson: values.json,
        isWatching: values.watch,
      });
    case "test":
      return (await import("./commands/test.ts")).test(folder);
    default:
      return (await import("./commands/setup.ts")).setup(folder);
  }
}

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  if (error instanceof ConfigError) {
    console.error(`lampstand.config.ts:\n${error.message}`);
    process.exitCode = 1;
  } else if (error instanceof CommandFailure || error instanceof SetupError) {
    console.error(error.message);
    process.exitCode = error.exitCode;
  } else if (
    error instanceof TypeError &&
    "code" in error &&
    String(error.code).startsWith("ERR_PARSE_ARGS")
  ) {
    console.error(`${error.message}\n${usage}`);
    process.exitCode = 1;
  } else {
    console.error(error);
    process.exitCode = 3;
  }
}
