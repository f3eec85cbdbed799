import type { CommandReference } from "../integration/project/index.ts";

type Option = CommandReference["options"][string];

/** "--json", "--base VALUE". */
export function optionForm(name: string, { type }: Pick<Option, "type">): string {
  return type === "boolean" ? `--${name}` : `--${name} VALUE`;
}

/** How to run a command: "npm run plan cloud [-- OPTIONS]". Optional operands are in brackets. */
export function invocation({
  name,
  operands,
  options,
}: Pick<CommandReference, "name" | "operands" | "options">): string {
  const words = operands.map(({ name: operand, allowed, isRequired }) => {
    const choice = allowed?.join("|") ?? operand.toUpperCase();
    return isRequired ? choice : `[${choice}]`;
  });
  const hasOptions = Object.keys(options).length > 0;
  return ["npm run", name, ...words, ...(hasOptions ? ["[-- OPTIONS]"] : [])].join(" ");
}

/** What each exit code of a command means. */
export const exitCodes: readonly { readonly code: 0 | 1 | 2 | 3; readonly meaning: string }[] = [
  { code: 0, meaning: "The command succeeded." },
  { code: 1, meaning: "You can fix the problem; the message shows how." },
  { code: 2, meaning: "The command ran, and its result is negative: see each command above." },
  { code: 3, meaning: "Something is broken." },
];
