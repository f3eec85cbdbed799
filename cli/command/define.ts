import { type ParseArgsConfig, parseArgs } from "node:util";

/** An option as `--name` (boolean) or `--name value` (string). */
export interface Option {
  readonly type: "boolean" | "string";
  /** Whether a string option may be given more than once; its value is then a list. @default false */
  readonly multiple?: boolean;
  /** Whether npm has an option of this name for itself: without the `--` it is npm's. @default false */
  readonly isOfNpm?: boolean;
  /** What it does, for the usage text: a phrase in lower case. */
  readonly summary: string;
}

export type Options = Readonly<Record<string, Option>>;

/** A word after the command's name, e.g. `cloud` in `npm run plan cloud`. */
export interface Operand {
  readonly name: string;
  /** The words that it may be. @default any; the usage text then shows the name in capitals */
  readonly allowed?: readonly [string, ...string[]];
  readonly isRequired: boolean;
}

interface ParseConfig<O extends Options> extends ParseArgsConfig {
  args: string[];
  options: O;
  allowPositionals: true;
  strict: true;
}

/** Each option's value; undefined where it was not given. */
export type Values<O extends Options> = ReturnType<typeof parseArgs<ParseConfig<O>>>["values"];

/** What a command is run with. */
export interface Invocation<O extends Options> {
  readonly projectFolder: string;
  readonly options: Values<O>;
  /** As many as were given, in the order of the definition. */
  readonly operands: readonly string[];
}

export interface Definition<O extends Options> {
  /** As in `npm run NAME`. */
  readonly name: string;
  /** What it does, for the usage text: a phrase in lower case of at most 60 characters. */
  readonly summary: string;
  readonly options: O;
  /** @default none */
  readonly operands?: readonly Operand[];
  /** What exit code 2 means, for the documentation. @default the command never exits with 2 */
  readonly negativeResult?: string;
  /** @returns the exit code: 0 done, 1 the user can fix it, 2 the answer is no, 3 something is broken. */
  run(invocation: Invocation<O>): Promise<number>;
}

/** One entry of the table of commands. */
export interface Command {
  readonly name: string;
  readonly summary: string;
  readonly options: Options;
  readonly operands: readonly Operand[];
  readonly negativeResult: string | undefined;
  /** Runs it with arguments that `checkArguments` has let through. */
  run(projectFolder: string, args: readonly string[]): Promise<number>;
}

export function defineCommand<const O extends Options>(definition: Definition<O>): Command {
  const { name, summary, options, operands = [], negativeResult } = definition;
  return {
    name,
    summary,
    options,
    operands,
    negativeResult,
    run(projectFolder, args) {
      const config: ParseConfig<O> = { args: [...args], options, allowPositionals: true, strict: true };
      const { values, positionals } = parseArgs<ParseConfig<O>>(config);
      return definition.run({ projectFolder, options: values, operands: positionals });
    },
  };
}
