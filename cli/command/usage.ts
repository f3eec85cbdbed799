import type { Command, Operand } from "./define.ts";

/** The usage text of all commands, without a newline at its end. */
export function usageOf(commands: readonly Command[]): string {
  const rows = commands.map((command) => [head(command), command.summary] as const);
  return [
    "Usage: npm run COMMAND [-- OPTIONS]",
    "",
    ...aligned(rows),
    "",
    "Options of a command: npm run COMMAND -- --help",
  ].join("\n");
}

/** The usage text of one command, without a newline at its end. */
export function commandUsage(command: Command): string {
  const rows = Object.entries(command.options).map(
    ([name, option]) =>
      [option.type === "boolean" ? `--${name}` : `--${name} VALUE`, option.summary] as const,
  );
  const options = rows.length === 0 ? "" : " [-- OPTIONS]";
  return [
    `Usage: npm run ${head(command)}${options}`,
    `  ${command.summary}`,
    ...(rows.length === 0 ? [] : ["", ...aligned(rows)]),
  ].join("\n");
}

function head({ name, operands }: Command): string {
  return [name, ...operands.map(operandText)].join(" ");
}

function operandText({ name, allowed, isRequired }: Operand): string {
  const choice = allowed?.join("|") ?? name.toUpperCase();
  return isRequired ? choice : `[${choice}]`;
}

function aligned(rows: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...rows.map(([first]) => first.length));
  return rows.map(([first, second]) => `  ${first.padEnd(width)}  ${second}`);
}
