import { parseArgs } from "node:util";
import { closest } from "../../modules/config/index.ts";
import type { Command } from "./define.ts";

/** Every problem with a command's arguments, one line each; none if it can be run with them. */
export function argumentProblems(command: Command, args: readonly string[]): readonly string[] {
  const { tokens } = parseArgs({
    args: [...args],
    options: command.options,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const optionProblems = tokens.flatMap((token) =>
    token.kind === "option" ? optionProblem(command, token.name, token.rawName, token.value) : [],
  );
  const given = tokens.flatMap((token) => (token.kind === "positional" ? [token.value] : []));
  return [...optionProblems, ...operandProblems(command, given)];
}

function optionProblem(command: Command, name: string, rawName: string, value: string | undefined): string[] {
  const known = Object.keys(command.options);
  const option = command.options[name];
  if (option === undefined) {
    const suggestion = closest(name, known);
    const allowed = known.length === 0 ? "none" : known.map((each) => `--${each}`).join(", ");
    const hint = suggestion === undefined ? `leave ${rawName} out` : `did you mean --${suggestion}?`;
    return [`${rawName}: no such option of ${command.name}; allowed: ${allowed}; ${hint}`];
  }
  if (option.type === "boolean" && value !== undefined)
    return [`--${name}: got "${value}"; allowed: no value; write --${name} alone`];
  // parseArgs takes `--other` for the value here, but refuses it when the command runs.
  if (option.type === "string" && (value === undefined || value === "" || value.startsWith("-")))
    return [`--${name}: got no value; allowed: ${option.summary}; write --${name} VALUE`];
  return [];
}

function operandProblems(command: Command, given: readonly string[]): string[] {
  const problems = given.flatMap((word, index) => {
    const operand = command.operands[index];
    if (operand === undefined)
      return [`${word}: one word too many for ${command.name}; leave it out, or did you mean --${word}?`];
    if (operand.allowed === undefined || operand.allowed.includes(word)) return [];
    const allowed = operand.allowed.join(", ");
    return [`${operand.name}: got "${word}"; allowed: ${allowed}; for example ${operand.allowed[0]}`];
  });
  const missing = command.operands
    .slice(given.length)
    .filter(({ isRequired }) => isRequired)
    .map(({ name, allowed }) =>
      allowed === undefined
        ? `${name.toUpperCase()}: got none; write it after the command's name`
        : `${name}: got none; allowed: ${allowed.join(", ")}; for example ${allowed[0]}`,
    );
  return [...problems, ...missing];
}

/**
 * `npm run down --keep-data`, without the `--` that hands options on, reaches the command as an environment variable
 * only. What was meant is clear, and data may hang on it: such options count as given, but for those that npm has itself,
 * which may be set for every run on a machine.
 */
export function optionsThatNpmTook(
  command: Command,
  environment: Readonly<Record<string, string | undefined>>,
): string[] {
  return Object.entries(command.options)
    .filter(([, option]) => option.type === "boolean" && option.isOfNpm !== true)
    .filter(([name]) => environment[`npm_config_${name.replaceAll("-", "_")}`] === "true")
    .map(([name]) => `--${name}`);
}
