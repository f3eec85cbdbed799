import { closest } from "../modules/config/index.ts";
import { Failure, formatFailure } from "../modules/failures/index.ts";
import { classifySystemError } from "./classify-system-error.ts";
import { argumentProblems, commandUsage, optionsThatNpmTook, usageOf } from "./command/index.ts";
import { commands } from "./commands/index.ts";
import { putTerraformOnPath } from "./terraform-program/index.ts";

/** @returns the exit code: 0 done, 1 the user can fix it, 2 the answer is no, 3 something is broken. */
async function run([name, ...given]: readonly string[]): Promise<number> {
  if (name === undefined || name === "--help" || name === "help") {
    console.log(usageOf(commands));
    return name === undefined ? 1 : 0;
  }
  const command = commands.find((each) => each.name === name);
  if (command === undefined) throw new Failure("command-unknown", unknownCommand(name));
  if (given.includes("--help")) {
    console.log(commandUsage(command));
    return 0;
  }
  const args = [...given, ...optionsThatNpmTook(command, process.env)];
  const problems = argumentProblems(command, args);
  if (problems.length > 0)
    throw new Failure("arguments-invalid", `${problems.join("\n")}\n\n${commandUsage(command)}`);
  putTerraformOnPath(process.cwd(), process.env);
  return command.run(process.cwd(), args);
}

function unknownCommand(name: string): string {
  const names = commands.map((command) => command.name);
  const suggestion = closest(name, names);
  const hint = suggestion === undefined ? "" : ` Did you mean ${suggestion}?`;
  return `There is no command "${name}".${hint}\n\n${usageOf(commands)}`;
}

// A terminal that is closed takes no more lines, and what is under way has to end all the same.
for (const stream of [process.stdout, process.stderr])
  stream.on("error", (error) => {
    if (!("code" in error) || (error.code !== "EPIPE" && error.code !== "EIO")) throw error;
  });
// Its launcher was killed: the same as a terminal that is closed.
process.on("disconnect", () => process.kill(process.pid, "SIGHUP"));
process.channel?.unref();

try {
  process.exitCode = await run(process.argv.slice(2));
} catch (error) {
  const { text, exitCode } = formatFailure(await classifySystemError(error, process.cwd()));
  console.error(text);
  process.exitCode = exitCode;
}
