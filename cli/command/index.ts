export { argumentProblems, optionsThatNpmTook } from "./arguments.ts";
export { type Command, defineCommand, type Invocation, type Operand, type Options } from "./define.ts";
export { commandUsage, usageOf } from "./usage.ts";
