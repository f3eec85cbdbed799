/**
 * A file of an image's build context: its text or bytes, the path of a file on this machine, or the path of a TypeScript
 * module on this machine, which goes into the context as JavaScript. Or an empty folder, whose mode is 0o755, or a symbolic
 * link with its target as it is written in it.
 */
export type RecipeFile = {
  /** Path below the build context, with forward slashes. */
  readonly path: string;
  /** Permission bits; default 0o644. */
  readonly mode?: number;
} & (
  | { readonly content: string | Uint8Array }
  /** `sha256`: of its bytes, where that is known; then they needn't be read to find out whether they are new. */
  | { readonly source: string; readonly sha256?: string }
  | { readonly typescript: string }
  | { readonly isFolder: true }
  | { readonly link: string }
);

/**
 * All that decides what is in an image, as data: the Dockerfile's text and the files that it copies.
 * `FROM debian:13` is the only base.
 */
export interface ImageRecipe {
  readonly dockerfile: string;
  readonly files: readonly RecipeFile[];
}
