import { extname, join } from "node:path";

/**
 * The path of a program that Terraform runs, e.g. `gate/main`, relative to the module that names it: TypeScript here,
 * JavaScript in the published package.
 */
export function programBeside(module: Pick<ImportMeta, "dirname" | "filename">, name: string): string {
  return join(module.dirname, `${name}${extname(module.filename)}`);
}
